import { Controller, Get, Inject, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FileShelf } from '@celerity/service';
import type { FastifyReply } from 'fastify';
import { Requires } from '../auth/access-rule.js';
import { FileAnswer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { ExportIdPipe } from './export-id.pipe.js';
import { EXPORT_SHELF } from './file-shelves.js';
import { answerKeptFile, EXPORT_TYPES } from './kept-file-answer.js';

@ApiTags('files')
@Controller('api/core/exports')
export class ExportsController {
  constructor(@Inject(EXPORT_SHELF) private readonly shelf: FileShelf) {}

  @Get(':export_id')
  // Exports hold addresses and amounts of every shop; whoever may order one may read it.
  @Requires('operator')
  @Summary('Download an export', 'The `export_id` is in the result of `export_data`.')
  @FileAnswer('The file, as `export_data` wrote it.', EXPORT_TYPES)
  @ProblemAnswers(400, 404, 410, 503)
  download(
    @Param('export_id', ExportIdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const remedy = 'Send export_data again and use the export_id of its result.';
    return answerKeptFile(this.shelf, { id, what: 'export', remedy }, reply);
  }
}
