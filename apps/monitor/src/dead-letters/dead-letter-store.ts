import { Inject, Injectable } from '@nestjs/common';
import { newTaskId } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { storableJson } from '../projection/storable-json.js';
import type { DeadMessage } from './dead-message.js';

/** Takes dead messages in. */
@Injectable()
export class DeadLetterStore {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** Stores them all or none. One that is here already is only counted again, if it did come again. */
  async add(
    arrivals: readonly { readonly message: DeadMessage; readonly redelivered: boolean }[],
  ): Promise<void> {
    await this.db.transaction().execute(async (trx) => {
      for (const { message, redelivered } of arrivals) {
        const { fingerprint, body, ...dead } = message;
        // A twin without a task id, stored before a crash, has something random behind its fingerprint.
        await sql`
          insert into dead_letters (id, fingerprint, task_id, task_name, queue, cause, attempts, last_error,
            content_type, headers, body, size_bytes, message)
          select ${newTaskId()}, ${fingerprint}, ${dead.task_id}, ${dead.task_name}, ${dead.queue}, ${dead.cause},
            ${dead.attempts}, ${storableJson(dead.last_error)}::json, ${dead.content_type},
            ${storableJson(dead.headers)}::json, ${body}, ${dead.size_bytes},
            ${dead.message === null ? null : JSON.stringify(dead.message)}::json
          where not (${redelivered} and exists (
            select from dead_letters where starts_with(fingerprint, ${`${fingerprint}:`})))
          on conflict (fingerprint) do update
            set arrivals = dead_letters.arrivals + ${redelivered ? 0 : 1}`.execute(trx);
      }
    });
  }

  async countOpen(): Promise<{ readonly queue: string; readonly count: number }[]> {
    const { rows } = await sql<{ queue: string; count: number }>`
      select queue, count(*)::float8 as count from dead_letters where state = 'open' group by queue`.execute(
      this.db,
    );
    return rows;
  }
}
