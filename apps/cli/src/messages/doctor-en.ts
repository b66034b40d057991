/** What `celerity doctor` says, in English. */
export const doctorEn = {
  about: 'look at the whole installation; say what is wrong and what to do',
  strictOption: 'end with 1 when there are warnings',
  exitCodes: 'Exit codes: 0 well, 1 warnings (with --strict), 2 failing.',
  summary: (failures: number, warnings: number, skipped: number) =>
    failures + warnings + skipped === 0
      ? 'All is well.'
      : `${failures} failing, ${warnings} warnings, ${skipped} not looked at.`,
  seeLog: "Look at the gateway's log.",
  needsAdmin: 'Only admins may see this.',
  needsAdminRemedy: 'Run it as an admin: celerity login --username …',
  brokerFirst: 'Cannot be seen while the broker is away.',
  noAnswerOf: (service: string, what: string) => `${service} does not answer, so ${what} cannot be seen.`,
  startService: (service: string) =>
    `Start ${service} (node apps/${service}/dist/main.js, or its container) and look at its log and /health/ready.`,

  gatewayAnswers: (url: string, took: string) => `${url} answers in ${took}.`,
  olderGateway: 'The gateway is older than this command: it cannot tell about itself.',
  olderGatewayRemedy: 'Upgrade the gateway, or use the command line of its version.',
  versionsFit: (version: string) => `Gateway and command line are of version ${version}.`,
  versionsDiffer: (gateway: string, own: string) =>
    `The gateway is of version ${gateway}, this command of ${own}.`,
  versionsRemedy: (version: string) =>
    `Use the command line of version ${version}, or upgrade the older of the two.`,
  dependencyUp: 'The gateway can use it.',
  dependencyDown: (why: string) => `The gateway cannot use it: ${why}`,
  brokerRemedy:
    'See that RabbitMQ runs and has no alarm (rabbitmq-diagnostics check_running, check_local_alarms), and that AMQP_URL is right.',
  databaseRemedy:
    'See that PostgreSQL runs and takes connections (pg_isready), and that DATABASE_URL is right.',
  clocksFit: 'The clocks here, at the gateway and in the database agree.',
  skewHere: (by: string) => `This machine's clock and the gateway's differ by ${by}.`,
  skewThere: (by: string) =>
    `The gateway's clock and the database's differ by ${by}; due times go by the database.`,
  skewRemedy: 'Let both machines keep their time by NTP (timedatectl set-ntp true).',
  limitsFit: (timeout: string, most: string) =>
    `Every task's limit fits under BROKER_CONSUMER_TIMEOUT (${timeout}); up to ${most} may be asked for.`,
  limitTooLong: (task: string, limit: string, timeout: string) =>
    `${task} may run for ${limit}, but the broker waits for a worker for only ${timeout}.`,
  limitRemedy:
    "Raise consumer_timeout in RabbitMQ's configuration and BROKER_CONSUMER_TIMEOUT of gateway and workers, or lower the task's limit.",

  queuesWell: (count: number) => `Workers take from all ${count} queues, and nothing waits for long.`,
  queueUnknown: (queue: string) => `${queue}: the broker could not be asked about it.`,
  waitForNobody: (queue: string, tasks: number) => `${queue}: ${tasks} tasks wait, and nobody takes them.`,
  nobodyTakes: (queue: string) => `${queue}: nobody takes from it.`,
  startWorker: (queue: string) =>
    `Start a worker for it: WORKER_QUEUES=${queue} node apps/worker/dist/main.js`,
  waitsLong: (queue: string, time: string) => `${queue}: the oldest task has waited for ${time}.`,
  moreWorkers: (queue: string) =>
    `Start more workers for ${queue} or raise WORKER_CONCURRENCY; celerity list-tasks --queue ${queue} shows what waits.`,
  noDeadLetters: 'No dead letter waits for a decision.',
  deadLetters: (queue: string, count: number) => `${queue}: ${count} dead letters wait for a decision.`,
  deadLettersRemedy: (queue: string) =>
    `Look: celerity dead-letters list --queue ${queue}; then replay or discard them.`,

  workersWell: (count: number) => `${count} online, of the gateway's version.`,
  noWorker: 'No worker is online: nothing will run.',
  noWorkerRemedy: 'Start one: node apps/worker/dist/main.js (or its container), and look at its log.',
  workerOffline: (worker: string, since: string) =>
    `${worker} has not been heard of for ${since}, and said no goodbye.`,
  workerOfflineRemedy:
    'See why it died (its log, out of memory, kill). If it was taken away on purpose: it is forgotten after a day.',
  workerVersion: (worker: string, version: string, gateway: string) =>
    `${worker} is of version ${version}, the gateway of ${gateway}.`,
  workerVersionRemedy: 'Finish the upgrade: docs/deployment.md says in which order.',
  workerLag: (worker: string, lag: string) => `${worker}: its event loop stood still for ${lag}.`,
  workerLagRemedy: "Tasks that compute belong in threads: isolation: 'thread' in their contract.",

  schedulesWell: (count: number) => `None of ${count} is overdue or broken.`,
  scheduleBroken: (id: string, why: string) => `${id} cannot fire: ${why}`,
  scheduleBrokenRemedy: (id: string) => `Correct it: celerity schedules edit ${id} …`,
  scheduleOverdue: (id: string, by: string) => `${id} should have fired ${by} ago.`,
  scheduleOverdueRemedy:
    'See that beat runs, is ready and can use broker and database: its log, and /health/ready.',

  lagSmall: (lag: string) => `The history is ${lag} behind the journal.`,
  lagGreat: (lag: string) => `The history is ${lag} behind the journal: what is shown is old.`,
  lagRemedy: 'See that monitor runs and its database keeps up; docs/runbook.md, CelerityHistoryLate.',
  lagUnknown: 'The monitor that answered is not the one that writes the history.',
  lagUnknownRemedy: 'Run it again; another replica may answer.',
};
