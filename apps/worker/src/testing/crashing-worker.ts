import { IsInt } from 'class-validator';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { defineTask, TaskCatalogue } from '@celerity/contracts';
import { BrokerModule, runService } from '@celerity/service';
import { EngineModule } from '../engine/engine.module.js';
import { EngineSettings } from '../engine/engine-settings.js';
import { HandlesTask } from '../engine/handlers/task-handler.decorator.js';
import { WorkerConfig } from '../worker-config.js';

// A worker whose one task ends the process. Tests start it again and again.

class NoInput {}
class NeighbourInput {
  @IsInt() ms: number;
}
class Output {}

const base = { family: 'default', summary: 'test', output: Output, effect: 'none' } as const;
const crash = defineTask({ ...base, name: 'crash', input: NoInput });
const neighbour = defineTask({ ...base, name: 'neighbour', input: NeighbourInput });

@HandlesTask(crash)
class CrashHandler {
  run(): Promise<object> {
    process.exit(3);
  }
}

@HandlesTask(neighbour)
class NeighbourHandler {
  async run({ ms }: NeighbourInput): Promise<object> {
    await pause(ms);
    return {};
  }
}

function moduleOf(config: WorkerConfig) {
  const settings = new EngineSettings(
    ['default'],
    config.WORKER_CONCURRENCY,
    config.WORKER_GRACE_MS,
    config.BROKER_CONSUMER_TIMEOUT,
    { moduleUrl: 'none of its tasks wants a thread', memoryMb: 64, idleMs: 0 },
    config.WORKER_HEARTBEAT_MS,
  );
  @Module({
    imports: [
      BrokerModule.forRoot({ service: 'worker' }),
      EngineModule.forRoot(settings, 'nowhere', new TaskCatalogue([crash, neighbour])),
    ],
    providers: [CrashHandler, NeighbourHandler],
  })
  class CrashingWorkerModule {}
  return CrashingWorkerModule;
}

await runService({ name: 'worker', Config: WorkerConfig, module: moduleOf });
