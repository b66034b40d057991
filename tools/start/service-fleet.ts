import { join } from 'node:path';
import type { Log } from '../local/log.ts';
import { writeRecord } from '../local/private-node.ts';
import { identify, isAlive } from '../local/process/process-identity.ts';
import { lastLines } from '../local/process/spawn-daemon.ts';
import { killProcess, stopProcess } from '../local/process/stop-process.ts';
import { FLEET_RECORD, type FleetRecord } from './leftovers.ts';
import { environmentFor, portOf, type EnvironmentSource } from './service-environment.ts';
import type { ServiceName } from './service-ports.ts';
import { startService, waitUntilReady, type ServiceProcess } from './service-process.ts';

// First nobody sends any more, then what is under way ends, and last the one that records it.
const STOP_ORDER: readonly ServiceName[] = ['gateway', 'beat', 'worker', 'monitor', 'kafka-bridge'];
// Their own grace is 30 s.
const GRACE_MS = 35_000;

/** The services of this checkout as processes. */
export class ServiceFleet {
  readonly #source: EnvironmentSource;
  readonly #log: Log;
  readonly #running = new Map<ServiceName, ServiceProcess>();

  constructor(source: EnvironmentSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  get logDir(): string {
    return join(this.#source.home, 'logs');
  }

  /** Starts all side by side and waits until each is ready. */
  async start(signal: AbortSignal): Promise<void> {
    const names = [...this.#source.ports.keys()];
    this.#log(`Services: starting ${names.join(', ')} (logs in ${this.logDir}) …`);
    const begun = performance.now();
    const ready = names.map(async (name) => {
      await waitUntilReady(await this.#launch(name), signal);
      this.#log(`Services: ${name} ready in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    });
    await Promise.all(ready);
  }

  /** Tells of every service that ends by itself; those being stopped are not watched. */
  watch(onEnd: (service: ServiceProcess, lastWords: string) => void): NodeJS.Timeout {
    return setInterval(() => {
      for (const service of this.#running.values()) {
        if (isAlive(service.identity)) continue;
        this.#running.delete(service.name);
        onEnd(service, lastLines(service.logFile, 6));
      }
    }, 500).unref();
  }

  /** Starts a service that has ended once more. */
  async restart(name: ServiceName, signal: AbortSignal): Promise<void> {
    await waitUntilReady(await this.#launch(name), signal);
  }

  /** SIGTERM one after the other, each with the time it needs to finish its work. */
  async stop(): Promise<void> {
    for (const name of STOP_ORDER) {
      const service = this.#running.get(name);
      if (!service) continue;
      if (await stopProcess(service.identity, { graceMs: GRACE_MS })) this.#log(`Services: ${name} stopped`);
      else this.#log(`Services: ${name} did not stop within ${GRACE_MS / 1000} s and was killed`);
      this.#running.delete(name);
    }
    this.#record();
  }

  async kill(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ identity }) => killProcess(identity)));
  }

  async #launch(name: ServiceName): Promise<ServiceProcess> {
    const env = environmentFor(name, this.#source);
    const service = await startService({ name, env, port: portOf(name, this.#source), logDir: this.logDir });
    this.#running.set(name, service);
    this.#record();
    return service;
  }

  #record(): void {
    const services = [...this.#running.values()].map(({ identity }) => identity);
    const record: FleetRecord = { owner: identify(process.pid), services };
    writeRecord(this.#source.home, FLEET_RECORD, record);
  }
}
