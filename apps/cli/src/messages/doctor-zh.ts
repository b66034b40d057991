import type { doctorEn } from './doctor-en.js';

/** What `celerity doctor` says, in Chinese. */
export const doctorZh: typeof doctorEn = {
  about: '检查整个系统，说明哪里有问题以及如何处理',
  strictOption: '有警告时以 1 退出',
  exitCodes: '退出码：0 正常，1 有警告（使用 --strict 时），2 有故障。',
  summary: (failures, warnings, skipped) =>
    failures + warnings + skipped === 0
      ? '一切正常。'
      : `${failures} 项故障，${warnings} 项警告，${skipped} 项未检查。`,
  seeLog: '请查看网关的日志。',
  needsAdmin: '只有管理员可以查看。',
  needsAdminRemedy: '请以管理员身份运行：celerity login --username …',
  brokerFirst: '消息代理不可用时无法检查。',
  noAnswerOf: (service, what) => `${service} 没有应答，因此无法检查 ${what}。`,
  startService: (service) =>
    `请启动 ${service}（node apps/${service}/dist/main.js 或其容器），并查看其日志和 /health/ready。`,

  gatewayAnswers: (url, took) => `${url} 在 ${took} 内应答。`,
  olderGateway: '网关版本比本命令旧，无法提供自身信息。',
  olderGatewayRemedy: '请升级网关，或使用与其版本相同的命令行。',
  versionsFit: (version) => `网关和命令行的版本都是 ${version}。`,
  versionsDiffer: (gateway, own) => `网关版本是 ${gateway}，本命令版本是 ${own}。`,
  versionsRemedy: (version) => `请使用版本 ${version} 的命令行，或升级较旧的一方。`,
  dependencyUp: '网关可以使用。',
  dependencyDown: (why) => `网关无法使用：${why}`,
  brokerRemedy:
    '请确认 RabbitMQ 正在运行且没有告警（rabbitmq-diagnostics check_running、check_local_alarms），并检查 AMQP_URL。',
  databaseRemedy: '请确认 PostgreSQL 正在运行并接受连接（pg_isready），并检查 DATABASE_URL。',
  clocksFit: '本机、网关和数据库的时钟一致。',
  skewHere: (by) => `本机与网关的时钟相差 ${by}。`,
  skewThere: (by) => `网关与数据库的时钟相差 ${by}；到期时间以数据库为准。`,
  skewRemedy: '请让两台机器通过 NTP 校时（timedatectl set-ntp true）。',
  limitsFit: (timeout, most) =>
    `所有任务的时限都在 BROKER_CONSUMER_TIMEOUT（${timeout}）之内；最长可设为 ${most}。`,
  limitTooLong: (task, limit, timeout) => `${task} 最长可执行 ${limit}，但消息代理只等待 ${timeout}。`,
  limitRemedy:
    '请调高 RabbitMQ 配置中的 consumer_timeout 以及网关和工作进程的 BROKER_CONSUMER_TIMEOUT，或降低任务时限。',

  queuesWell: (count) => `全部 ${count} 个队列都有工作进程消费，没有长时间等待的任务。`,
  queueUnknown: (queue) => `${queue}：无法向消息代理查询。`,
  waitForNobody: (queue, tasks) => `${queue}：有 ${tasks} 个任务在等待，但没有消费者。`,
  nobodyTakes: (queue) => `${queue}：没有消费者。`,
  startWorker: (queue) => `请为它启动工作进程：WORKER_QUEUES=${queue} node apps/worker/dist/main.js`,
  waitsLong: (queue, time) => `${queue}：最早的任务已等待 ${time}。`,
  moreWorkers: (queue) =>
    `请为 ${queue} 增加工作进程或调高 WORKER_CONCURRENCY；celerity list-tasks --queue ${queue} 可查看等待的任务。`,
  noDeadLetters: '没有待处理的死信。',
  deadLetters: (queue, count) => `${queue}：有 ${count} 条死信待处理。`,
  deadLettersRemedy: (queue) => `请查看：celerity dead-letters list --queue ${queue}，然后重放或丢弃。`,

  workersWell: (count) => `${count} 个在线，版本与网关相同。`,
  noWorker: '没有在线的工作进程：任务不会执行。',
  noWorkerRemedy: '请启动一个：node apps/worker/dist/main.js（或其容器），并查看其日志。',
  workerOffline: (worker, since) => `${worker} 已失联 ${since}，且没有正常退出。`,
  workerOfflineRemedy: '请查明原因（日志、内存不足、被终止）。如果是有意移除，一天后会自动清除。',
  workerVersion: (worker, version, gateway) => `${worker} 的版本是 ${version}，网关的版本是 ${gateway}。`,
  workerVersionRemedy: '请完成升级：顺序见 docs/deployment.md。',
  workerLag: (worker, lag) => `${worker}：事件循环停顿了 ${lag}。`,
  workerLagRemedy: "计算密集的任务应放在线程中执行：在契约中设置 isolation: 'thread'。",

  schedulesWell: (count) => `${count} 个定时任务都没有逾期或损坏。`,
  scheduleBroken: (id, why) => `${id} 无法触发：${why}`,
  scheduleBrokenRemedy: (id) => `请修正：celerity schedules edit ${id} …`,
  scheduleOverdue: (id, by) => `${id} 在 ${by} 前就应触发。`,
  scheduleOverdueRemedy:
    '请确认 beat 正在运行、已就绪，并能使用消息代理和数据库：查看其日志和 /health/ready。',

  lagSmall: (lag) => `历史记录落后日志流 ${lag}。`,
  lagGreat: (lag) => `历史记录落后日志流 ${lag}：显示的内容不是最新的。`,
  lagRemedy: '请确认 monitor 正在运行且数据库跟得上；参见 docs/runbook.md 中的 CelerityHistoryLate。',
  lagUnknown: '应答的 monitor 不是写入历史记录的那个。',
  lagUnknownRemedy: '请再运行一次，可能由其他副本应答。',
};
