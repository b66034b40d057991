/** How a command ends; scripts rely on these numbers. */
export const EXIT = {
  done: 0,
  /** Refused by the gateway, or a task that did not succeed. */
  refused: 1,
  wrongUsage: 2,
  /** What `doctor` says of an installation that is failing. */
  unwell: 2,
  unreachable: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
