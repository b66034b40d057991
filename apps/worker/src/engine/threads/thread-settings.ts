/** What threads of isolated attempts are made with. */
export interface ThreadSettings {
  /** File URL of a module that exports `createThreadModule()`, the Nest module with the tasks' handlers. */
  readonly moduleUrl: string;
  /** Most megabytes of heap of one thread. */
  readonly memoryMb: number;
  /** A thread with nothing to do ends after so many milliseconds. */
  readonly idleMs: number;
  /** Node's options for threads; those of the process unless given. */
  readonly execArgv?: string[];
}
