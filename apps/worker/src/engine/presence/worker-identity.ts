import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** The name under which this process appears in the journal; new at each start, so that no two are confused. */
export class WorkerIdentity {
  readonly name = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
}
