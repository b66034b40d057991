// Exit code 0 when the service in this container says that it is alive. PORT is its own setting.
const ports = { gateway: 8000, worker: 8001, beat: 8002, monitor: 8003, 'kafka-bridge': 8004 };
const { name } = await import('/app/service/package.json', { with: { type: 'json' } }).then((m) => m.default);
const port = process.env.PORT || ports[name.replace('@celerity/', '')];
const answer = await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_500) });
process.exitCode = answer.ok ? 0 : 1;
