import { isPortFree } from '../local/ports.ts';
import { SetupError } from '../local/setup-error.ts';
import { portHolder } from './port-holder.ts';

/** The services in the order they are started. */
export const SERVICES = ['monitor', 'worker', 'gateway', 'beat'] as const;
export type ServiceName = (typeof SERVICES)[number];
export type ServicePorts = Record<ServiceName, number>;

const DEFAULTS: ServicePorts = { gateway: 8000, worker: 8001, beat: 8002, monitor: 8003 };

/** Ports of the services' HTTP, changed by GATEWAY_PORT, WORKER_PORT, BEAT_PORT and MONITOR_PORT. */
export function readServicePorts(env: NodeJS.ProcessEnv): ServicePorts {
  const ports = { ...DEFAULTS };
  for (const service of SERVICES) ports[service] = readPort(env, service) ?? DEFAULTS[service];
  const taken = new Map<number, ServiceName>();
  for (const service of SERVICES) {
    const other = taken.get(ports[service]);
    if (other) {
      throw new SetupError(
        `${variableOf(service)} and ${variableOf(other)} both name port ${ports[service]}`,
        'Give every service a port of its own.',
      );
    }
    taken.set(ports[service], service);
  }
  return ports;
}

/** Stops the start while it is cheap, before anything is built or started. */
export async function checkPortsAreFree(ports: ServicePorts): Promise<void> {
  for (const service of SERVICES) {
    const port = ports[service];
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
  return `${service.toUpperCase()}_PORT`;
}
