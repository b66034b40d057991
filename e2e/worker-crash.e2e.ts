import { TcpProxy, until } from '@celerity/messaging/testing';
import { System } from './support/system.ts';

interface Bill {
  id: string;
  email: string | null;
  reminded_at: Date | null;
  reminder_message_id: string | null;
}

const BILLS = `select b.id::text, s.email, b.reminded_at, b.reminder_message_id
  from mall.bills b join mall.shops s on s.id = b.shop_id`;

let system: System;
let smtp: TcpProxy;

beforeAll(async () => {
  // The worker reaches the SMTP server through a hop that can be held, so that the kill falls into a mail.
  system = await System.start({ seed: true, env: { WORKER_QUEUES: 'default' } });
  const url = new URL(system.mails.smtpUrl);
  smtp = await TcpProxy.to(url.hostname, Number(url.port));
  await system.services.worker.stop();
  // It would claim the bills.
  const paused = await system.api.post('/api/core/schedules/check_pending_bills/pause', {});
  expect(paused.status).toBe(200);
});

afterAll(async () => {
  await smtp.close();
  await system.stop();
});

it('reminds every bill once when the worker is killed in the middle of its mails', async () => {
  const { api, database, mails } = system;
  const { ServiceProcess } = await import('./support/service-process.ts');
  const worker = () =>
    new ServiceProcess('worker', {
      AMQP_URL: system.broker.url,
      DATABASE_URL: database.url,
      CELERITY_PREFIX: system.broker.names.prefix,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    });
  const due = await database.rows<Bill>(
    `${BILLS} where b.status = 'unpaid' and b.reminded_at is null and s.email is not null
       and b.period_end <= (now() at time zone 'Asia/Shanghai')::date + 1`,
  );
  const shops = new Set(due.map(({ email }) => email));
  expect(shops.size).toBeGreaterThan(5);
  const id = await api.send('send_bill_reminders', { bill_ids: due.map(({ id: bill }) => Number(bill)) });

  const first = worker();
  await first.start();
  await until('some mails are out', () => mails.mails().length >= 3);
  smtp.stall();
  await first.kill();
  smtp.cut();
  smtp.resume();
  const before = mails.mails().length;
  expect(before).toBeLessThan(shops.size);

  const second = worker();
  await second.start();
  const outcome = await api.result(id, 90_000);
  expect(outcome.status).toBe('SUCCESS');

  const after = await database.rows<Bill>(`${BILLS} where b.id = any($1)`, [due.map((bill) => bill.id)]);
  expect(after.filter(({ reminded_at }) => reminded_at === null)).toEqual([]);
  const byShop = Map.groupBy(mails.mails(), ({ to }) => JSON.stringify(to));
  expect(byShop.size).toBe(shops.size);
  const repeated = [...byShop.values()].filter((sent) => sent.length > 1);
  expect(repeated.length).toBeLessThanOrEqual(1);
  for (const sent of byShop.values()) expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  const [notifications] = await database.rows<{ n: number }>(
    'select count(*)::int as n from mall.notifications where task_id = $1',
    [id],
  );
  expect(notifications?.n).toBe(shops.size);
  await second.stop();
});
