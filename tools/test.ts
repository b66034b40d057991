import { ensureBrowser } from './local/ensure-browser.ts';
import { ensureKafka } from './local/ensure-kafka.ts';
import { ensureWatchers } from './local/ensure-watchers.ts';
import { Interruption } from './run/interruption.ts';
import { provideAndBuild } from './run/provide-and-build.ts';
import { reportFailure } from './run/report-failure.ts';
import { commandEnvironment } from './run/run-command.ts';
import { stopwatchLog } from './run/stopwatch-log.ts';
import { runJest } from './test/run-jest.ts';
import { sum, type TestCount } from './test/test-count.ts';

// npm test: unit, integration and e2e tests; npm test -- <pattern> runs those that fit, without the coverage gate.

const interruption = new Interruption();
const patterns = process.argv.slice(2);
const count = await test().catch((error: unknown): TestCount => {
  if (!interruption.happened) reportFailure(error);
  return { passed: 0, failed: 1 };
});
if (interruption.happened) process.exitCode = 130;
else if (count.failed > 0 || count.passed === 0) process.exitCode = 1;
console.log(`${count.passed} passed, ${count.failed} failed`);

/** Leaving this function stops what it started. */
async function test(): Promise<TestCount> {
  const { signal } = interruption;
  const log = stopwatchLog();
  await using started = new AsyncDisposableStack();
  const services = await provideAndBuild({ purpose: 'test', log, interruption, started });
  await ensureBrowser(log, signal);
  await ensureWatchers(log, signal);
  await ensureKafka(log, signal);

  const env = commandEnvironment({
    AMQP_URL: services.amqpUrl,
    DATABASE_URL: services.databaseUrl,
    ...(services.consumerTimeoutMs && { BROKER_CONSUMER_TIMEOUT: String(services.consumerTimeoutMs) }),
  });
  const counts: TestCount[] = [];
  for (const config of ['jest.config.mjs', 'e2e/jest.config.mjs']) {
    log(`Jest: ${config}`);
    counts.push(await runJest({ config, args: argsFor(config), env, signal }));
    signal.throwIfAborted();
  }
  return sum(counts);
}

function argsFor(config: string): string[] {
  // A pattern meant for the one configuration need not fit a test of the other.
  if (patterns.length > 0) return ['--passWithNoTests', ...patterns];
  return config.startsWith('e2e/') ? [] : ['--coverage'];
}
