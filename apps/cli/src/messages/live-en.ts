/** What watching says, in English. */
export const liveEn = {
  watchAbout: 'show what happens to tasks, as it happens; or to one task until it ends',
  watchIdArgument: 'only this task',
  statusOption: 'only events that bring a task into this state',
  sinceOption: 'go on after this event (event_id of --json)',
  idOrFilter: 'Give the id of a task or filters, not both.',
  watchOption: (seconds: number) => `show it again every so many seconds (${seconds}), until Ctrl-C`,
  every: (seconds: number) => `every ${seconds} s; Ctrl-C ends`,
  moreLines: (lines: number) => `… ${lines} more lines than the terminal has room for`,
  following: (url: string, active: number) =>
    `Following ${url}: ${active} tasks have not ended. Ctrl-C ends.`,
  missed: 'Some events are missing here: they are older than what the gateway can repeat.',
  away: (why: string) => `${why} Trying again until it is back; Ctrl-C ends.`,
  back: 'Connected again.',
  follow: (id: string) => `Live: celerity watch ${id}`,
  due: (when: string) => `to run at ${when}`,
  retryAt: (attempt: number, when: string) => `attempt ${attempt} failed, again at ${when}`,
  givenBack: 'let go of by its worker; another takes it',
  revokeAsked: (by: string) => `${by} asks to revoke it`,
  revokeHeard: (worker: string) => `${worker} will not begin it`,
};
