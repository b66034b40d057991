import { adminPasswordFile } from './admin-login.ts';
import { portOf } from './service-environment.ts';
import type { ServicePorts } from './service-ports.ts';

/** Where to go from here: addresses, and how to log in. */
export function describeDirections(ports: ServicePorts, home: string): string {
  const gateway = `http://localhost:${portOf('gateway', { ports })}`;
  const password = process.env.CELERITY_ADMIN_PASSWORD
    ? 'that of CELERITY_ADMIN_PASSWORD'
    : `in ${adminPasswordFile(home)}`;
  return [
    '',
    'Addresses',
    `  Dashboard          ${gateway}/`,
    `  API documentation  ${gateway}/docs`,
    ...[...ports].map(
      ([name, port]) => `  ${`Health ${name}`.padEnd(17)}  http://localhost:${port}/health/ready`,
    ),
    `  Log in             user admin, password ${password}`,
  ].join('\n');
}
