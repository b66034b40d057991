import type { Log } from '../log.ts';
import { parseServiceUrl, withoutPassword } from '../service-url.ts';
import { SetupError } from '../setup-error.ts';
import { probeBroker } from './broker-probe.ts';

const LOCAL_URL = 'amqp://guest:guest@localhost:5672';

/** Address of a RabbitMQ that runs already and lets us in: the one AMQP_URL names, else the one on localhost. */
export async function findBroker(log: Log): Promise<string | undefined> {
  const configured = process.env.AMQP_URL;
  return configured ? checkConfigured(configured, log) : lookOnLocalhost(log);
}

async function checkConfigured(url: string, log: Log): Promise<string> {
  parseServiceUrl('AMQP_URL', url, ['amqp:', 'amqps:']);
  const probe = await probeBroker(url);
  if (probe.state === 'accepted') {
    log(`RabbitMQ: using AMQP_URL, ${withoutPassword(url)} (version ${probe.version})`);
    return url;
  }
  const what = probe.state === 'silent' ? 'does not answer' : 'refuses us';
  throw new SetupError(
    `the broker of AMQP_URL, ${withoutPassword(url)}, ${what}: ${probe.reason}`,
    'Start it or correct AMQP_URL; without AMQP_URL a broker is found or started for you.',
  );
}

async function lookOnLocalhost(log: Log): Promise<string | undefined> {
  const probe = await probeBroker(LOCAL_URL);
  if (probe.state === 'accepted') {
    log(`RabbitMQ: using the one on localhost:5672 (version ${probe.version})`);
    return LOCAL_URL;
  }
  if (probe.state === 'refused') {
    log(`RabbitMQ: leaving alone what listens on localhost:5672, it does not let us in (${probe.reason})`);
  }
  return undefined;
}
