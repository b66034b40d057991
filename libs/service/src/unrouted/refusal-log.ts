import type { Logger } from 'pino';
import type { Refusal } from './refusal.js';

/** What is known of the request although nothing handled it. */
interface Refused {
  readonly request_id: string;
  readonly method?: string;
  readonly path?: string;
}

/** Tells of each refusal in one line; what is sent may be anything, so of it only method and path are said. */
export class RefusalLog {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger.child({ context: 'Http' });
  }

  refused({ status, kind }: Refusal, about: Refused): void {
    this.logger.warn({ ...about, status, kind }, `refused before routing: ${kind} ${status}`);
  }
}
