import { type FaultAction, type FaultSetting, parseFaultSetting } from './fault-setting.js';

/** Long enough for what was written to leave the process, too short for much else. */
const SOON_MS = 3;
const DELAY_MS = 2_000;

/** What a fault of action `throw` throws. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

let armed: FaultSetting | null = null;
let passings = 0;

/** Arms the one fault of this process, or none. Production refuses the setting at start. */
export function armFaultPoint(setting: string | undefined): void {
  armed = setting === undefined ? null : parseFaultSetting(setting);
  passings = 0;
}

/**
 * A place at which tests make the process die, stop, fail or dawdle, named `<service>.<place>`; costs one
 * comparison when nothing is armed.
 * @throws InjectedFault when it is armed with `throw`
 */
export function faultPoint(point: string): void {
  if (armed === null || armed.point !== point) return;
  passings += 1;
  if (passings === armed.nth) act(armed.action, point);
}

function act(action: FaultAction, point: string): void {
  switch (action) {
    case 'kill9':
      process.kill(process.pid, 'SIGKILL');
      return sleep(DELAY_MS);
    case 'kill9_soon':
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), SOON_MS);
      return;
    case 'exit':
      process.exit(1);
      break;
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      // A signal to oneself may take effect a moment later.
      return sleep(50);
    case 'throw':
      throw new InjectedFault(`fault point ${point}`);
    case 'delay':
      sleep(DELAY_MS);
  }
}

/** Holds the whole process, as a fault does, and not only the caller. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
