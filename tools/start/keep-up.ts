import type { Log } from '../local/log.ts';
import { messageOf } from '../local/setup-error.ts';
import type { Interruption } from '../run/interruption.ts';
import type { ServiceFleet } from './service-fleet.ts';

const MAX_RESTARTS = 5;

/** Stays until Ctrl-C; a service that ends by itself, or by somebody's kill -9, is started again. */
export async function keepUp(fleet: ServiceFleet, interruption: Interruption, log: Log): Promise<void> {
  let restarts = 0;
  const watching = fleet.watch(({ name, logFile }, lastWords) => {
    if (interruption.happened) return;
    if (++restarts > MAX_RESTARTS) {
      log(`Services: ${name} ended again and stays down; see ${logFile}\n${lastWords}`);
      return;
    }
    log(`Services: ${name} ended, starting it again (see ${logFile.replace('.log', '.previous.log')})`);
    fleet.restart(name, interruption.signal).then(
      () => log(`Services: ${name} ready again`),
      (error: unknown) => interruption.happened || log(`Services: ${messageOf(error)}`),
    );
  });
  await interruption.wait();
  clearInterval(watching);
}
