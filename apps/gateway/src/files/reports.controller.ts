import { Controller, Get, Inject, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FileShelf } from '@celerity/service';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/access-rule.js';
import { FileAnswer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { REPORT_SHELF } from './file-shelves.js';
import { answerKeptFile, REPORT_TYPES } from './kept-file-answer.js';

@ApiTags('files')
@Controller('api/core/reports')
export class ReportsController {
  constructor(@Inject(REPORT_SHELF) private readonly shelf: FileShelf) {}

  @Get(':report_name/:format')
  // The same figures are in the task's result, which viewers may read.
  @Requires('viewer')
  @Summary(
    'Download a report',
    'The `report_name`, such as `monthly-2026-10-01`, is in the result of the report task; `format` is `xlsx`, `html` or `json`.',
  )
  @FileAnswer('The file, as the report task last made it.', REPORT_TYPES)
  @ProblemAnswers(404, 410, 503)
  download(
    @Param('report_name') name: string,
    @Param('format') format: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const remedy =
      'Make it with the report task of its kind and period, and use the report_name of its result.';
    return answerKeptFile(this.shelf, { id: `${name}.${format}`, what: 'report', remedy }, reply);
  }
}
