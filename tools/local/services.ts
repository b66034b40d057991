import { Interruption } from '../run/interruption.ts';
import { reportFailure } from '../run/report-failure.ts';
import { loadJwtSecret } from '../start/jwt-secret.ts';
import { celerityHome } from './places.ts';
import { provideServices } from './provide-services.ts';

// Keeps RabbitMQ and PostgreSQL up until Ctrl-C, for running single services: npx nx serve worker.

const interruption = new Interruption();

try {
  // Notes go to stderr: stdout carries only the lines a shell may evaluate.
  const log = (line: string): void => console.error(line);
  const services = await provideServices({ purpose: 'start', log, signal: interruption.signal });
  interruption.onSecond(() => services.kill());
  console.log(`export AMQP_URL='${services.amqpUrl}'`);
  console.log(`export DATABASE_URL='${services.databaseUrl}'`);
  console.log(`export JWT_SECRET=${loadJwtSecret(celerityHome)}`);
  if (services.consumerTimeoutMs) console.log(`export BROKER_CONSUMER_TIMEOUT=${services.consumerTimeoutMs}`);
  log('Paste these lines into the terminals of the services. Ctrl-C stops what was started here.');
  await interruption.wait();
  await services.stop();
} catch (error) {
  if (!interruption.happened) reportFailure(error);
  process.exitCode = interruption.happened ? 130 : 1;
}
