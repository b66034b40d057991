import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests, sum } from './test-count.ts';

describe('the count of tests', () => {
  const dir = mkdtempSync(join(tmpdir(), 'celerity-count-'));
  const file = join(dir, 'report.json');

  afterAll(() => rmSync(dir, { recursive: true }));

  it.each([
    [
      'all well',
      { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
      0,
      { passed: 5, failed: 0 },
    ],
    [
      'a failed test',
      { numPassedTests: 4, numFailedTests: 1, numRuntimeErrorTestSuites: 0 },
      1,
      { passed: 4, failed: 1 },
    ],
    [
      'a suite that did not run',
      { numPassedTests: 4, numFailedTests: 0, numRuntimeErrorTestSuites: 1 },
      1,
      { passed: 4, failed: 1 },
    ],
    [
      'coverage below the gate',
      { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 },
      1,
      { passed: 5, failed: 1 },
    ],
  ])('with %s', (_case, report, exitCode, expected) => {
    writeFileSync(file, JSON.stringify(report));
    expect(countTests(file, exitCode)).toEqual(expected);
  });

  it('is one failed when Jest crashed before its report', () => {
    expect(countTests(join(dir, 'missing.json'), 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('adds up runs', () => {
    expect(
      sum([
        { passed: 3, failed: 1 },
        { passed: 2, failed: 0 },
      ]),
    ).toEqual({ passed: 5, failed: 1 });
  });
});
