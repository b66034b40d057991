import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { celerityHome, repoRoot } from './local/places.ts';
import type { Log } from './local/log.ts';
import { Interruption } from './run/interruption.ts';
import { provideAndBuild } from './run/provide-and-build.ts';
import { reportFailure } from './run/report-failure.ts';
import { stopwatchLog } from './run/stopwatch-log.ts';
import { readAdminPassword } from './start/admin-login.ts';
import { describeDirections } from './start/directions.ts';
import { GatewayClient } from './start/gateway-client.ts';
import { keepUp } from './start/keep-up.ts';
import { stopLeftovers } from './start/leftovers.ts';
import { runMainJob } from './start/main-job.ts';
import { seedMall } from './start/seed.ts';
import { environmentOf, portOf } from './start/service-environment.ts';
import { ServiceFleet } from './start/service-fleet.ts';
import { checkPortsAreFree, readServicePorts } from './start/service-ports.ts';
import { parseStartOptions, USAGE, type StartOptions } from './start/start-options.ts';
import { describeOutcome } from './start/summary.ts';
import { startUsualMailSink } from './start/usual-mail-sink.ts';

const interruption = new Interruption();

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else await start(options, stopwatchLog());
} catch (error) {
  if (!interruption.happened) reportFailure(error);
  process.exitCode = interruption.happened ? 130 : 1;
}

/** From nothing to a running system and its main job; leaving this function stops what it started. */
async function start({ once }: StartOptions, log: Log): Promise<void> {
  const { signal } = interruption;
  const home = process.env.CELERITY_HOME ?? celerityHome;
  mkdirSync(home, { recursive: true });
  log(`Celerity in ${repoRoot}`);
  await using started = new AsyncDisposableStack();

  const ports = readServicePorts(process.env);
  await stopLeftovers(home, log);
  await checkPortsAreFree(ports);

  const services = await provideAndBuild({ purpose: 'start', log, interruption, started });
  const sink = await startUsualMailSink(join(home, 'mails'));
  started.defer(() => sink.stop());
  log(`Mail sink: ${sink.smtpUrl}, mails at ${sink.httpUrl}`);

  const source = { services, smtpUrl: sink.smtpUrl, home, ports };
  const fleet = new ServiceFleet(source, log);
  started.defer(() => fleet.stop());
  interruption.onSecond(() => fleet.kill());
  await fleet.start(signal);

  const seededAt = new Date().toISOString();
  await seedMall(environmentOf(source), log, signal);
  const gateway = new GatewayClient(`http://127.0.0.1:${portOf('gateway', source)}`, signal);
  await gateway.logIn('admin', readAdminPassword(home));
  log('Main job: check_pending_bills …');
  const outcome = await runMainJob(gateway);
  log('Main job: done');
  const mails = sink.mails().filter(({ receivedAt }) => receivedAt >= seededAt);
  console.log(describeOutcome(outcome, mails, sink));
  console.log(describeDirections(ports, home));

  if (once) return;
  console.log('\nEverything is up. Ctrl-C stops everything started here.');
  await keepUp(fleet, interruption, log);
}
