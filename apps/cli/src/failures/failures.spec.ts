import { ApiProblem, CelerityClient, NotAToken, Unreachable } from '@celerity/client';
import { messagesFor } from '../messages/language.js';
import { CapturedRuns } from '../testing/captured-run.js';
import { describeFailure } from './describe-failure.js';

let runs: CapturedRuns;

beforeAll(async () => {
  runs = await CapturedRuns.create();
});

afterAll(() => runs.remove());

const SEND = 'See: celerity send-task --help';

it.each([
  ['lst-tasks', 'There is no command "lst-tasks".', 'Did you mean list-tasks?', 'See: celerity --help'],
  ['list-tasks --staus X', 'There is no option --staus.', 'Did you mean --status?'],
  ['send-task', '<name> is missing.', SEND],
  ['--send-task', '<name> is missing.', SEND],
  ['send-task x --countdown', '--countdown <seconds> needs a value.', SEND],
  ['send-task x y', 'send-task takes fewer arguments', SEND],
  ['send-task x --countdown 1 --eta 2030-01-01T00:00:00Z', 'Give --countdown or --eta, not both.', SEND],
  ['send-task x --countdown -1', '--countdown: "-1" is not a number from 0'],
  ['send-task x --priority 2.5', '--priority: "2.5" is not a whole number from 0 to 9.'],
  ['send-task x --eta tomorrow', '--eta: "tomorrow" is not a time with a zone'],
  ['send-task x --eta 2030-01-01T00:00:00', 'is not a time with a zone'],
  ['send-task x --kwargs {a:1}', 'is not JSON (Expected property name'],
  ['send-task x --kwargs [1]', 'is not a JSON object'],
  ['send-task x --args {}', 'is not a JSON array'],
  ['send-task x --wait --timeout soon', '--timeout: "soon" is not a number'],
  ['history --status done', '--status: "done" is not one of PENDING, '],
  ['history --since monday', 'is neither a span'],
  ['history --limit 0', 'is not a whole number from 1'],
  ['list-tasks --lang fr', '--lang: "fr" is not one of en, zh.'],
  ['list-tasks --url nowhere', '"nowhere" is not an address'],
  ['list-tasks --url ftp://x', '"ftp://x" is not an address'],
])('%s is wrong usage', async (line, ...said) => {
  const { code, out, err } = await runs.run(line.split(' '));
  expect([code, out]).toEqual([2, '']);
  for (const part of said) expect(err).toContain(part);
  if (line.includes('--lang')) return;
  // The same in Chinese: nothing of commander's own words comes through.
  const chinese = await runs.run(line.split(' '), { env: { LANG: 'zh_CN.UTF-8' } });
  expect(chinese.err.split('\n')[0]).toMatch(/^celerity: .*\p{Script=Han}/u);
  const json = await runs.run([...line.split(' '), '--json']);
  if (!line.endsWith('--countdown')) expect(JSON.parse(json.err)).toMatchObject({ exit_code: 2 });
});

it('helps', async () => {
  expect(await runs.run([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage:') });
  const help = await runs.run(['--help']);
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('Exit codes:')]);
  expect(help.out).not.toContain('workflow');
  const chinese = await runs.run(['send-task', '--help', '--lang', 'zh']);
  expect(chinese.out).toMatch(/用法：[^]*参数：[^]*选项：[^]*全局选项：/);
  expect(await runs.run(['help', 'history'])).toMatchObject({ code: 0 });
  expect(await runs.run(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  const narrow = await runs.run(['--help'], { isTerminal: true, columns: 60 });
  expect(narrow.out).toContain('\u001b[1mUsage:');
});

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const text = messagesFor(language);
  const problem = (status: number, kind: string, more: object = {}) =>
    new ApiProblem({
      type: `urn:celerity:problem:${kind}`,
      title: 'Title',
      status,
      detail: 'Detail.',
      ...more,
    });

  it.each([
    [problem(401, 'missing-token'), text.notLoggedIn],
    [problem(401, 'other'), text.notLoggedIn],
    [problem(401, 'invalid-token'), text.loginExpired],
    [problem(401, 'wrong-credentials'), text.wrongCredentials],
    [problem(403, 'forbidden'), text.forbidden],
    [problem(404, 'unknown-task-id'), text.unknownTaskId],
    [problem(422, 'invalid-arguments'), text.invalidArguments],
    [problem(400, 'invalid-query'), text.invalidRequest],
    [problem(400, 'unknown-task'), text.unknownTask],
    [problem(503, 'not-accepted'), text.notAccepted],
    [problem(503, 'outcome-unknown', { task_id: 'x' }), text.outcomeUnknown('x')],
    [problem(503, 'monitor-unavailable'), text.temporarilyAway],
    [problem(413, 'body-too-large'), text.refused(413, 'Title')],
  ])('%s', (error, headline) => {
    expect(describeFailure(error, text, false)).toMatchObject({ exitCode: 1, headline });
  });

  it.each([
    ['network', text.unreachable('u')],
    ['timeout', text.timedOut('u')],
    ['not-celerity', text.notCelerity('u')],
  ] as const)('no answer: %s', (reason, headline) => {
    const failure = describeFailure(new Unreachable('u', reason, 'why'), text, false);
    expect(failure).toMatchObject({ exitCode: 3, headline });
  });

  it('a token that is none, without repeating it', () => {
    const given = () => new CelerityClient({ baseUrl: 'http://localhost', token: 'se\ncret' });
    expect(given).toThrow(NotAToken);
    expect(given).not.toThrow(/cret/);
    expect(describeFailure(new NotAToken(), text, false)).toMatchObject({
      exitCode: 2,
      headline: text.isNoToken,
    });
  });

  it('and what nobody thought of', () => {
    expect(describeFailure(new Error('odd'), text, false)).toMatchObject({
      exitCode: 1,
      headline: text.bug('odd'),
    });
    expect(describeFailure('text', text, false).headline).toBe(text.bug('text'));
    expect(describeFailure(new Error('odd'), text, true)).toMatchObject({ exitCode: 130 });
  });
});

it('names each bad field, and the request where the log tells more', () => {
  const errors = [{ field: 'kwargs.x', message: 'must be a string' }];
  const failure = (status: number) =>
    describeFailure(
      new ApiProblem({ type: 'about:blank', title: 't', status, errors, request_id: 'r9' }),
      messagesFor('en'),
      false,
    );
  expect(failure(422)).toMatchObject({ fields: errors, requestId: null });
  expect(failure(500)).toMatchObject({ requestId: 'r9', headline: 'The gateway refused it (500 t).' });
});
