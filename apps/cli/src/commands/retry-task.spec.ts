import { CapturedRuns } from '../testing/captured-run.js';
import { FakeGateway, problem } from '../testing/fake-gateway.js';
import { TASK_ID } from '../testing/sample-task.js';

const NEW_ID = '01900000-0000-7000-8000-0000000000aa';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
  gateway.on(`POST /tasks/${TASK_ID}/retry`, [
    201,
    {
      task_id: NEW_ID,
      task_name: 'default.test_task',
      status: 'PENDING',
      queue: 'default',
      retried_from: TASK_ID,
    },
  ]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (args: string[]) =>
  runs.run(args, { env: { CELERITY_URL: gateway.url, CELERITY_TOKEN: 't', COLUMNS: '80' } });

it('sends a task again and says under which id, also as the old flag', async () => {
  for (const args of [
    ['retry-task', TASK_ID],
    ['--retry-task', TASK_ID],
  ]) {
    const { code, out } = await celerity(args);
    expect(code).toBe(0);
    expect(out).toContain(`Sent default.test_task again as ${NEW_ID}; it repeats ${TASK_ID}`);
    expect(out).toContain(`celerity task-result ${NEW_ID}`);
  }
  expect(gateway.seen.map(({ body }) => body)).toEqual([{}, {}]);
});

it('passes on what is to be different, and the key', async () => {
  const { code } = await celerity([
    'retry-task',
    TASK_ID,
    '--kwargs',
    '{"message": "x"}',
    '--args',
    '[1]',
    '--idempotency-key',
    'once',
  ]);
  expect(code).toBe(0);
  expect(gateway.seen[0]).toMatchObject({
    body: { args: [1], kwargs: { message: 'x' } },
    idempotencyKey: 'once',
  });
});

it('waits for the new task when asked to', async () => {
  const outcome = {
    task_id: NEW_ID,
    status: 'SUCCESS',
    result: { message: 'x' },
    error: null,
    finished_at: null,
  };
  gateway.on(`GET /tasks/${NEW_ID}/result`, [200, outcome]);
  const { code, out } = await celerity(['retry-task', TASK_ID, '--wait', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([0, { status: 'SUCCESS', task_id: NEW_ID }]);
});

it('says why it is refused, in Chinese too', async () => {
  gateway.on(
    `POST /tasks/${TASK_ID}/retry`,
    problem(409, 'not-ended', { title: 'Conflict', detail: 'it is STARTED' }),
  );
  const { code, err } = await celerity(['retry-task', TASK_ID]);
  expect([code, err]).toEqual([1, expect.stringContaining('it is STARTED')]);
  expect((await celerity(['retry-task', '--help', '--lang', 'zh'])).out).toContain('作为新任务重新发送');
});

it('sends a task with a key, and says how to repeat it when there is no answer', async () => {
  gateway.on('POST /tasks', () => {
    void gateway.stop();
    return null;
  });
  const { code, err } = await celerity(['send-task', 'test_task', '--idempotency-key', 'order-17']);
  expect(code).toBe(3);
  expect(err).toContain('with the same --idempotency-key');
  expect(gateway.seen[0]?.idempotencyKey).toBe('order-17');
});
