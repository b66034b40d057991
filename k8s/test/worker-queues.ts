import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const MESSAGING = join(__dirname, '..', '..', 'libs', 'messaging', 'dist', 'index.js');
const CONTRACTS = join(__dirname, '..', '..', 'libs', 'contracts', 'dist', 'index.js');

/** For each family the queues from which its workers take, as the built code names them. */
export function queuesOfFamilies(prefix: string): Readonly<Record<string, readonly string[]>> {
  const program = `
    import { BrokerNames } from ${JSON.stringify(MESSAGING)};
    import { FAMILIES } from ${JSON.stringify(CONTRACTS)};
    const names = new BrokerNames(${JSON.stringify(prefix)});
    const queues = (family) => [...names.queuesOf(family).map(({ queue }) => queue), names.quarantine(family)];
    console.log(JSON.stringify(Object.fromEntries(FAMILIES.map((family) => [family, queues(family)]))));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  return JSON.parse(printed) as Record<string, readonly string[]>;
}
