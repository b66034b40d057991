import type { LogLine } from '@celerity/contracts';
import { AttemptLog, LOG_LIMITS } from './attempt-log.js';
import { secretsHider } from './secret-values.js';

function logOf(write: (log: AttemptLog) => void): LogLine[] {
  const lines: LogLine[] = [];
  write(new AttemptLog({ taskId: 't', attempt: 2 }, (line) => lines.push(line)));
  return lines;
}

it('numbers the lines of an attempt', () => {
  const lines = logOf((log) => {
    log.write('one', {});
    log.write('two', { shop: 7, big: 10n });
  });
  expect(lines).toMatchObject([
    { task_id: 't', attempt: 2, n: 1, text: 'one' },
    { n: 2, text: 'two', facts: { shop: 7, big: '10' } },
  ]);
  expect(lines[0]).not.toHaveProperty('facts');
});

it('says once that it keeps no more lines', () => {
  const lines = logOf((log) => {
    for (let n = 0; n < 3_000; n += 1) log.write('x', {});
  });
  expect(lines).toHaveLength(LOG_LIMITS.lines + 1);
  expect(lines.filter(({ cut }) => cut)).toEqual([lines.at(-1)]);
  expect(lines.at(-1)?.text).toContain('cut');
});

it('keeps no more than so many characters of an attempt and of a line, and says so', () => {
  const lines = logOf((log) => {
    for (let n = 0; n < 200; n += 1) log.write('x'.repeat(10_000), {});
  });
  expect(lines[0]).toMatchObject({
    cut: true,
    text: expect.stringMatching(/^x{4096}… \[cut: 10000 characters\]$/) as string,
  });
  expect(lines.length).toBeLessThan(70);
  expect(lines.at(-1)?.text).toContain('logged more than is kept');
});

it('survives facts that are no JSON, or too many', () => {
  const ring: Record<string, unknown> = {};
  ring['ring'] = ring;
  const lines = logOf((log) => {
    log.write('a', ring);
    log.write('b', { long: 'y'.repeat(5_000) });
  });
  expect(lines[0]).toMatchObject({ text: 'a', facts: { facts: '[no JSON]' } });
  expect(lines[1]).toMatchObject({ text: expect.stringContaining('facts cut') as string, cut: true });
});

it('hides secret arguments, however they were given, in text and facts', () => {
  const contract = { secrets: ['token', 'pin'], positional: ['token'] };
  const hide = secretsHider(contract, { args: ['s3cr3t'], kwargs: { pin: 98765, name: 'Ann' } });
  expect(hide('Ann has s3cr3t and 98765')).toBe('Ann has *** and ***');
  expect(hide({ deep: [{ a: 'xs3cr3tx', n: 98765, ok: 1 }] })).toEqual({
    deep: [{ a: 'x***x', n: '***', ok: 1 }],
  });
  expect(secretsHider({ secrets: [], positional: [] }, { args: [], kwargs: {} })('as it is')).toBe(
    'as it is',
  );
});
