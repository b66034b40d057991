import { Inject, Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { Gauge, Registry } from 'prom-client';
import type { BeatDatabase } from '../database/beat-database.js';

/** Most schedules with a gauge of their own: labels must stay bounded. The overdue gauges count all. */
const MOST_NAMED = 200;

/**
 * Gauges for a dead-man's switch: whether schedules fire when they should. Every replica tells, leader or not, from
 * the table itself, so that a leader that hangs cannot hide it.
 */
@Injectable()
export class ScheduleHealth {
  constructor(@Inject(Kysely) db: Kysely<BeatDatabase>, registry: Registry) {
    const registers = [registry];
    new Gauge({
      name: 'celerity_schedule_next_due_timestamp_seconds',
      help: `When a schedule fires next, in Unix time; of the first ${MOST_NAMED} active schedules by id`,
      labelNames: ['schedule'],
      registers,
      async collect() {
        const next = await nextDue(db).catch(() => []);
        this.reset();
        for (const { id, due } of next) this.set({ schedule: id }, due);
      },
    });
    new Gauge({
      name: 'celerity_schedule_overdue_seconds',
      help: 'How long the most overdue of all active schedules should have fired already; 0 when none is',
      registers,
      async collect() {
        const worst = await mostOverdue(db).catch(() => null);
        if (worst === null) this.remove();
        else this.set(worst);
      },
    });
    new Gauge({
      name: 'celerity_schedule_unsent_seconds',
      help: 'How long the oldest instant that was fired waits for the broker to take its task; 0 when none does',
      registers,
      async collect() {
        const oldest = await oldestUnsent(db).catch(() => null);
        if (oldest === null) this.remove();
        else this.set(oldest);
      },
    });
    new Gauge({
      name: 'celerity_schedule_broken',
      help: 'Schedules that cannot fire as they are written',
      registers,
      async collect() {
        const count = await broken(db).catch(() => null);
        if (count === null) this.remove();
        else this.set(count);
      },
    });
  }
}

async function nextDue(db: Kysely<BeatDatabase>): Promise<{ id: string; due: number }[]> {
  const { rows } = await sql<{ id: string; due: number }>`
    select id, extract(epoch from next_due_at)::float8 as due from schedules
    where enabled and deleted_at is null and isfinite(next_due_at) order by id limit ${MOST_NAMED}`.execute(
    db,
  );
  return rows;
}

async function mostOverdue(db: Kysely<BeatDatabase>): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from clock_timestamp() - min(next_due_at))::float8 as seconds from schedules
    where enabled and deleted_at is null and isfinite(next_due_at)`.execute(db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}

/** Held instants wait on purpose, so they are not among them. */
async function oldestUnsent(db: Kysely<BeatDatabase>): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select extract(epoch from clock_timestamp() - min(due_at))::float8 as seconds from occurrences
    where published_at is null and state = 'due'`.execute(db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}

async function broken(db: Kysely<BeatDatabase>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from schedules
    where enabled and deleted_at is null and problem is not null`.execute(db);
  return rows[0]?.count ?? 0;
}
