import type { TaskPage } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import { OtlpReceiver } from './support/otlp-receiver.ts';
import { System } from './support/system.ts';

let collector: OtlpReceiver;
let system: System;

beforeAll(async () => {
  collector = await OtlpReceiver.start();
  system = await System.start({
    seed: true,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
  // It would claim the bills.
  await system.api.post('/api/core/schedules/check_pending_bills/pause', {});
});

afterAll(async () => {
  await system?.stop();
  await collector?.stop();
});

it('tells of one trace from a request through all services, children included', async () => {
  const { api, services } = system;
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const callers = 'b7ad6b7169203331';
  const { body } = await api.post<{ task_id: string }>(
    '/api/core/tasks',
    { task_name: 'check_pending_bills', countdown: 1 },
    { traceparent: `00-${traceId}-${callers}-01` },
  );
  const parent = await api.ended(body.task_id);
  expect(parent).toMatchObject({ status: 'SUCCESS', trace_id: traceId });
  const children = (await api.get<TaskPage>(`/api/core/tasks/${body.task_id}/children?active=true`)).body;
  for (const { task_id } of children.results) await api.ended(task_id);
  const ended = (await api.get<TaskPage>(`/api/core/tasks/${body.task_id}/children`)).body.results;
  expect(ended.length).toBeGreaterThan(0);
  for (const { trace_id } of ended) expect(trace_id).toBe(traceId);

  const named = (name: string, service: string) =>
    collector.of(traceId).filter((span) => span.name === name && span.service === `celerity-${service}`);
  const child = 'finance.send_bill_reminders';
  await until('the whole trace has come', () =>
    [
      ['POST /api/core/tasks', 'gateway'] as const,
      ['send finance.check_pending_bills', 'gateway'] as const,
      ['project accepted', 'monitor'] as const,
      ['due finance.check_pending_bills', 'beat'] as const,
      ['run finance.check_pending_bills', 'worker'] as const,
      [`send ${child}`, 'worker'] as const,
      [`run ${child}`, 'worker'] as const,
    ].every(([name, service]) => named(name, service).length > 0),
  );
  await until(
    'all ends are projected',
    () => named('project succeeded', 'monitor').length === 1 + ended.length,
  );

  // Each span was caused by another of the trace, and the first by the caller's.
  const spans = collector.of(traceId);
  const known = new Set([callers, ...spans.map(({ spanId }) => spanId)]);
  expect(spans.filter(({ parentSpanId = '' }) => !known.has(parentSpanId))).toEqual([]);
  const parentOf = (name: string, service: string) => {
    const id = named(name, service)[0]?.parentSpanId;
    return id === callers ? 'the caller' : spans.find(({ spanId }) => spanId === id)?.name;
  };
  expect(parentOf('POST /api/core/tasks', 'gateway')).toBe('the caller');
  expect(parentOf('due finance.check_pending_bills', 'beat')).toBe('send finance.check_pending_bills');
  expect(parentOf('run finance.check_pending_bills', 'worker')).toBe('due finance.check_pending_bills');
  expect(parentOf(`send ${child}`, 'worker')).toBe('run finance.check_pending_bills');
  expect(parentOf(`run ${child}`, 'worker')).toBe(`send ${child}`);

  expect(services.gateway.log).toContain(`"trace_id":"${traceId}"`);
  expect(services.worker.log).toContain(`"trace_id":"${traceId}"`);
});

it('begins a trace where the caller has none, and for schedules; none for probes', async () => {
  const view = await system.api.ended(await system.api.send('debug_task'));
  expect(view.trace_id).toMatch(/^[0-9a-f]{32}$/);
  await until('its root has come', () =>
    collector
      .of(view.trace_id ?? '')
      .some(({ name, parentSpanId }) => name === 'POST /api/core/tasks' && !parentSpanId),
  );
  await system.api.post('/api/core/schedules', { id: 'tick', task_name: 'test_task', every_seconds: 1 });
  await until('a schedule has sent a traced task', () =>
    collector.spans.some(
      ({ name, service }) => name === 'send default.test_task' && service === 'celerity-beat',
    ),
  );
  expect(collector.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
});
