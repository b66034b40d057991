import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { QueryServer } from '@celerity/service';
import { BarrierListener } from '../barriers/barrier-listener.js';
import { ProjectionLeadership } from '../projection/projection-leadership.js';

/** Ends the monitor's work, each part before what it needs; the connections close after it. */
@Injectable()
export class OrderlyStop implements BeforeApplicationShutdown {
  constructor(
    private readonly queries: QueryServer,
    private readonly leadership: ProjectionLeadership,
    private readonly listener: BarrierListener,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.queries.close();
    await this.leadership.stop();
    await this.listener.stop();
  }
}
