import type { ServiceConfig } from '../config/service-config.js';
import { createLogger } from './create-logger.js';
import { ServiceLogger } from './service-logger.js';

type Settings = Pick<ServiceConfig, 'LOG_LEVEL' | 'LOG_FORMAT'>;

function capture(settings: Partial<Settings> = {}) {
  const lines: string[] = [];
  const pino = createLogger(
    'worker',
    { LOG_LEVEL: 'info', LOG_FORMAT: 'json', ...settings },
    { write: (line) => void lines.push(line) },
  );
  const events = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { pino, logger: new ServiceLogger(pino), lines, events };
}

describe('createLogger', () => {
  it('writes one JSON line per event, also for text with line breaks', () => {
    const { pino, lines, events } = capture();
    pino.info({ task_id: 't1' }, 'two\nlines\u001b[31m');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f]/);
    expect(events()[0]).toMatchObject({
      level: 'info',
      service: 'worker',
      task_id: 't1',
      msg: 'two\nlines\u001b[31m',
    });
    expect(events()[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it.each([
    ['a field', { password: 'canary' }, 'x'],
    ['a nested field', { body: { user: { token: 'canary' } } }, 'x'],
    ['a header', { req: { headers: { authorization: 'Bearer canary' } } }, 'x'],
    ['a URL in the text', {}, 'cannot reach postgres://celerity:canary@db:5432/x'],
    ['a URL with a slash or at-sign in its password', {}, 'cannot reach amqp://celerity:can/ary@canary@db/x'],
    ['an error', { err: new Error('no route to amqps://u:canary@broker') }, 'x'],
    ['a token in the text', {}, 'sent Authorization: Bearer canary.canary.canary'],
    ['an API key in the text', {}, 'took ck_canary-canary-canary-canary-canary-canary-canary'],
  ])('hides a secret in %s', (_where, fields, text) => {
    const { pino, lines } = capture();
    pino.error(fields, text);
    expect(lines.join()).toContain('***');
    expect(lines.join()).not.toMatch(/canary|can\/ary/);
  });

  it('can write for people, still one line each', () => {
    const { pino, lines } = capture({ LOG_FORMAT: 'pretty' });
    pino.warn({ context: 'Health', err: new Error('gone'), attempt: 2 }, 'forged\n00:00 line');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} WARN {2}\[Health\] forged\\u000a00:00 line gone attempt=2\n$/,
    );
  });
});

describe('ServiceLogger', () => {
  it('maps levels, context, errors and fields', () => {
    const { logger, events } = capture({ LOG_LEVEL: 'trace' });
    logger.verbose('v', 'Ctx');
    logger.debug('d');
    logger.log('reminded', { bills: 3 }, 'Reminders');
    logger.warn('w');
    logger.error(new Error('boom'), 'Ctx');
    logger.error('boom', 'Error: boom\n    at here', 'Ctx');
    logger.fatal({ code: 7 });
    expect(events()).toMatchObject([
      { level: 'trace', msg: 'v', context: 'Ctx' },
      { level: 'debug', msg: 'd' },
      { level: 'info', msg: 'reminded', bills: 3, context: 'Reminders' },
      { level: 'warn', msg: 'w' },
      { level: 'error', msg: 'boom', err: { message: 'boom' }, context: 'Ctx' },
      { level: 'error', msg: 'boom', stack: expect.stringContaining('at here'), context: 'Ctx' },
      { level: 'fatal', code: 7 },
    ]);
  });

  it("puts Nest's own chatter at debug, but not its warnings", () => {
    const { logger, events } = capture();
    logger.log('Mapped {/health, GET} route', 'RouterExplorer');
    logger.error('Error: listen EADDRINUSE', 'NestApplication');
    logger.warn('deprecated', 'NestFactory');
    expect(events()).toMatchObject([{ level: 'warn', msg: 'deprecated' }]);
  });
});
