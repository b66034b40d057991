import type { ProvidedServices } from '../local/provide-services.ts';
import { commandEnvironment } from '../run/run-command.ts';
import { loadJwtSecret } from './jwt-secret.ts';
import type { ServiceName, ServicePorts } from './service-ports.ts';

export interface EnvironmentSource {
  services: ProvidedServices;
  smtpUrl: string;
  home: string;
  ports: ServicePorts;
}

/** What the services are told; what the caller's environment says already stands. */
export function environmentOf(source: EnvironmentSource): NodeJS.ProcessEnv {
  const { services, smtpUrl, home } = source;
  return commandEnvironment({
    AMQP_URL: services.amqpUrl,
    DATABASE_URL: services.databaseUrl,
    SMTP_URL: smtpUrl,
    CELERITY_HOME: home,
    CELERITY_PREFIX: process.env.CELERITY_PREFIX ?? 'celerity',
    JWT_SECRET: process.env.JWT_SECRET ?? loadJwtSecret(home),
    ...(services.consumerTimeoutMs && { BROKER_CONSUMER_TIMEOUT: String(services.consumerTimeoutMs) }),
  });
}

/** The same with the one service's own port. */
export function environmentFor(service: ServiceName, source: EnvironmentSource): NodeJS.ProcessEnv {
  return { ...environmentOf(source), PORT: String(portOf(service, source)) };
}

export function portOf(service: ServiceName, { ports }: Pick<EnvironmentSource, 'ports'>): number {
  const port = ports.get(service);
  if (port === undefined) throw new Error(`the ${service} is not among the services that are started`);
  return port;
}
