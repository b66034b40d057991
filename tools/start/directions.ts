import { adminPasswordFile } from './admin-login.ts';
import { SERVICES, type ServicePorts } from './service-ports.ts';

/** Where to go from here: addresses, and how to log in. */
export function describeDirections(ports: ServicePorts, home: string): string {
  const gateway = `http://localhost:${ports.gateway}`;
  const password = process.env.CELERITY_ADMIN_PASSWORD
    ? 'that of CELERITY_ADMIN_PASSWORD'
    : `in ${adminPasswordFile(home)}`;
  return [
    '',
    'Addresses',
    `  Dashboard          ${gateway}/`,
    `  API documentation  ${gateway}/docs`,
    ...SERVICES.map(
      (name) => `  ${`Health ${name}`.padEnd(17)}  http://localhost:${ports[name]}/health/ready`,
    ),
    `  Log in             user admin, password ${password}`,
  ].join('\n');
}
