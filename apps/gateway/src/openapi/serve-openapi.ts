import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { buildDocument } from './document.js';

/** Serves `/openapi.json` and, with its files from this machine, the page at `/docs`. Both are open to all. */
export function serveOpenApi(app: NestFastifyApplication): void {
  // Built at the first request, so that a start waits for no documentation.
  SwaggerModule.setup('docs', app, () => buildDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Celerity API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
