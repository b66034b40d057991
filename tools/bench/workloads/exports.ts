import { setTimeout as pause } from 'node:timers/promises';
import { newTaskId } from '@celerity/contracts';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { cancelHalfWay } from '../exports/cancelled-export.ts';
import { ExportingWorker } from '../exports/exporting-worker.ts';
import { ownPrefix, type OwnPrefix } from '../ground/own-prefix.ts';
import type { Figures } from '../measure/rounds.ts';
import { sized, type Workload } from './workload.ts';

/** What a pod of a worker may take is 1 GiB; an export must leave room for nine others. */
const MEMORY_MIB = 400;
/** More in the second half of an export than in the first would be memory that rows hold. */
const GROWTH_MIB = 40;
const SAMPLE_MS = 100;

/** One worker exports a million notifications, in each format, and is asked what it took; one export is cancelled. */
export const exports: Workload = {
  id: 'E1',
  title: 'export of a million rows',
  onlyWhenNamed: true,
  async run(bench) {
    const rows = sized(bench, 1_000_000, 100_000);
    const figures: Record<string, Figures> = {};
    for (const format of ['csv', 'jsonl', 'xlsx']) {
      await using started = new AsyncDisposableStack();
      const own = await ownPrefix(bench.ground, 'bench_export', started);
      const db = new Client({ connectionString: own.databaseUrl });
      await db.connect();
      started.defer(() => db.end());
      const worker = new ExportingWorker(own, started);
      await fill(db, rows, bench.signal);
      const begun = await worker.memory();
      const samples: number[] = [];
      const sampling = setInterval(
        () => void worker.memory().then(({ now }) => samples.push(now)),
        SAMPLE_MS,
      );
      const ms = await exportOnce(own, db, format, bench.signal).finally(() => clearInterval(sampling));
      const { peak } = await worker.memory();
      const [early, late] = [samples.slice(0, samples.length / 2), samples.slice(samples.length / 2)];
      figures[format] = {
        ...{ rows, 'rows/s': (rows / ms) * 1_000, 'idle MiB': begun.now, 'peak MiB': peak },
        // Memory that rows hold would go on growing in the second half.
        'grown MiB': Math.max(...late) - Math.max(...early),
      };
      if (format === 'csv')
        figures['csv, cancelled'] = await cancelHalfWay(own, db, worker.folder, bench.signal);
    }
    const told = (figure: string) =>
      Object.values(figures).flatMap((each) => (figure in each ? [each[figure] ?? Number.NaN] : []));
    const worst = (figure: string) => Math.max(...told(figure));
    return {
      figures,
      checks: [
        {
          what: 'peak MiB of a worker that exports',
          value: worst('peak MiB'),
          better: 'less',
          must: MEMORY_MIB,
        },
        { what: 'MiB grown in the second half', value: worst('grown MiB'), better: 'less', must: GROWTH_MIB },
        {
          what: 'files and records that a cancelled export leaves',
          value: worst('files left') + worst('records left'),
          better: 'less',
          must: 0,
        },
        { what: 'cancelled exports shown revoked', value: worst('revoked'), better: 'more', must: 1 },
      ],
    };
  },
};

/** Waits for the worker's migrations, and inserts. */
async function fill(db: Client, rows: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { rows: found } = await db.query(`select to_regclass('mall.exports') as is_there`);
    if (found[0].is_there !== null) break;
    await pause(100, undefined, { signal });
  }
  await db.query(
    `insert into mall.notifications (recipient, subject, body, locale, kind, message_id, status)
      select 'shop' || i || '@mall.example', '缴费提醒 Payment reminder', repeat('正文 text, ', 20), 'zh',
        'notification', i::text, 'sent' from generate_series(1, $1::int) as i`,
    [rows],
  );
  await db.query('analyze mall.notifications');
}

/** Milliseconds from sending the task to its export being on record. */
async function exportOnce(
  { amqpUrl, prefix }: OwnPrefix,
  db: Client,
  format: string,
  signal: AbortSignal,
): Promise<number> {
  const id = newTaskId();
  const connection = await connect(amqpUrl);
  const channel = await connection.createConfirmChannel();
  const body = JSON.stringify([[], { export_type: 'notifications', format }, {}]);
  const properties = { messageId: id, type: 'data.export_data', contentType: 'application/json' };
  const begun = performance.now();
  channel.publish(`${prefix}.tasks`, 'task.data.export_data', Buffer.from(body), properties);
  await channel.waitForConfirms();
  await connection.close();
  for (;;) {
    const { rows } = await db.query('select from mall.exports where id = $1', [id]);
    if (rows.length > 0) return performance.now() - begun;
    await pause(50, undefined, { signal });
  }
}
