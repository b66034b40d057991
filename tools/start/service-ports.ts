import { isPortFree } from '../local/ports.ts';
import { SetupError } from '../local/setup-error.ts';
import { portHolder } from './port-holder.ts';

export type ServiceName = 'monitor' | 'worker' | 'gateway' | 'beat' | 'kafka-bridge';
/** The services that are started, in this order, with the ports of their HTTP. */
export type ServicePorts = ReadonlyMap<ServiceName, number>;

const ALWAYS: ServicePorts = new Map([
  ['monitor', 8003],
  ['worker', 8001],
  ['gateway', 8000],
  ['beat', 8002],
]);

/** With the bridge where KAFKA_BROKERS says whereto; ports are changed by GATEWAY_PORT, KAFKA_BRIDGE_PORT and so on. */
export function readServicePorts(env: NodeJS.ProcessEnv): ServicePorts {
  const usual: ServicePorts = env.KAFKA_BROKERS?.trim()
    ? new Map([...ALWAYS, ['kafka-bridge', 8004] as const])
    : ALWAYS;
  const ports = new Map<ServiceName, number>();
  const taken = new Map<number, ServiceName>();
  for (const [service, port] of usual) {
    const wanted = readPort(env, service) ?? port;
    const other = taken.get(wanted);
    if (other) {
      throw new SetupError(
        `${variableOf(other)} and ${variableOf(service)} both name port ${wanted}`,
        'Give every service a port of its own.',
      );
    }
    taken.set(wanted, service);
    ports.set(service, wanted);
  }
  return ports;
}

/** Stops the start while it is cheap, before anything is built or started. */
export async function checkPortsAreFree(ports: ServicePorts): Promise<void> {
  for (const [service, port] of ports) {
    if ((await isPortFree(port)) && (await isPortFree(port, '0.0.0.0'))) continue;
    const holder = portHolder(port);
    throw new SetupError(
      `port ${port}, needed by the ${service}, is taken${holder ? ` by ${holder}` : ''}`,
      `Stop that program, or choose another port: ${variableOf(service)}=${port + 100} npm start`,
    );
  }
}

function readPort(env: NodeJS.ProcessEnv, service: ServiceName): number | undefined {
  const value = env[variableOf(service)];
  if (!value) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(
    `${variableOf(service)}="${value}" is not a port`,
    'Use a whole number from 1 to 65535.',
  );
}

function variableOf(service: ServiceName): string {
  return `${service.toUpperCase().replace('-', '_')}_PORT`;
}
