import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { MONITOR_QUERIES, type WorkersAnswer, type WorkersQuery } from '@celerity/contracts';
import { AnswerOffset } from '../queries/answer-offset.js';
import { WorkerListing } from './worker-listing.js';

/** Questions about workers. */
@Controller()
export class WorkersController {
  constructor(
    private readonly offsets: AnswerOffset,
    private readonly listing: WorkerListing,
  ) {}

  @MessagePattern(MONITOR_QUERIES.workers)
  async workers(@Payload() { barrier_id }: WorkersQuery): Promise<WorkersAnswer> {
    const projected_offset = await this.offsets.after(barrier_id);
    return { workers: await this.listing.all(), projected_offset };
  }
}
