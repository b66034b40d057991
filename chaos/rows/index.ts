import { backlog } from './backlog.ts';
import { badTasks } from './bad-tasks.ts';
import { beatFaults } from './beat-faults.ts';
import { brokerCluster } from './broker-cluster.ts';
import { brokerFaults } from './broker-faults.ts';
import { databaseFaults } from './database-faults.ts';
import { existingTests } from './existing-tests.ts';
import { gatewayCrashes } from './gateway-crashes.ts';
import { mailFaults } from './mail-faults.ts';
import { messages } from './messages.ts';
import { monitorFaults } from './monitor-faults.ts';
import { networkFaults } from './network-faults.ts';
import { revocation } from './revocation.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { Row } from './row.ts';
import { scale } from './scale.ts';
import { secondCluster } from './second-cluster.ts';
import { shutdown } from './shutdown.ts';
import { workerCrashes } from './worker-crashes.ts';

/** Every row, in the order in which they run and are shown. */
export const ROWS: readonly Row[] = [
  ...workerCrashes,
  ...shutdown,
  ...gatewayCrashes,
  ...beatFaults,
  ...existingTests,
  ...brokerFaults,
  ...brokerCluster,
  ...networkFaults,
  ...databaseFaults,
  ...monitorFaults,
  ...messages,
  ...revocation,
  ...badTasks,
  ...mailFaults,
  ...scale,
  backlog,
  ...rollingRestart,
  ...secondCluster,
];
