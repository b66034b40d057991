import { Injectable } from '@nestjs/common';

/** Which workers are alive. */
@Injectable()
export class LiveWorkers {
  /** Ids of the workers that have been heard of lately. */
  async ids(): Promise<ReadonlySet<string>> {
    return new Set();
  }
}
