import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditFilter, AuditPage } from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { AuditReader } from './audit-reader.js';

@ApiTags('access')
@Controller('api/core/audit')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  @Get()
  @Requires('admin')
  @Summary(
    'List who did what',
    'Logins and changes, newest first. Who sent a task is told by the task itself.',
  )
  @QueryOf(AuditFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', AuditPage)
  @ProblemAnswers(400, 503)
  list(@Query() filter: AuditFilter): Promise<AuditPage> {
    return this.reader.page(filter);
  }
}
