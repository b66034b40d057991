import { setTimeout as pause } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { type DynamicModule, Module } from '@nestjs/common';
import { defineTask, TaskCatalogue, testTask } from '@celerity/contracts';
import { createDatabase, createLogger, ServiceLogger } from '@celerity/service';
import { IsOptional, IsString } from 'class-validator';
import { sql } from 'kysely';
import type { TaskContext } from '../engine/handlers/task-context.js';
import { HandlesTask } from '../engine/handlers/task-handler.decorator.js';
import { ThreadEngineModule } from '../engine/threads/thread-engine.module.js';
import { TestTaskHandler } from '../tasks/diagnostics/test-task.handler.js';

export class IsolatedInput {
  @IsOptional() @IsString() does?: string;
  @IsOptional() @IsString() databaseUrl?: string;
}

export class IsolatedOutput {}

const base = { family: 'default', summary: 'test', input: IsolatedInput, output: IsolatedOutput } as const;

/** Does in a thread what its input says. */
export const isolatedTask = defineTask({ ...base, name: 'isolated', effect: 'none', isolation: 'thread' });

/** The same under a low hard limit. */
export const briefTask = defineTask({
  ...{ ...base, name: 'brief', effect: 'none', isolation: 'thread' },
  limits: { softMs: 1_000, hardMs: 6_000 },
});

/** Writes a row of a table `effects` in a transaction. */
export const effectTask = defineTask({
  ...{ ...base, name: 'effect', effect: 'transactional', isolation: 'thread' },
});

export const THREAD_TASKS = [isolatedTask, briefTask, effectTask, testTask];

class Sorry extends Error {
  override readonly name = 'Sorry';
}

const actions: Record<string, (context: TaskContext) => Promise<object> | object> = {
  answer: ({ attempt, idempotencyKey }) => ({ attempt, idempotencyKey, threadId }),
  spin: () => {
    for (;;);
  },
  hog: () => {
    const kept: object[] = [];
    for (;;) kept.push({ text: String(kept.length) });
  },
  'hog buffers': async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(1024 * 1024, 1));
      await pause(1);
    }
  },
  exit: () => process.exit(0),
  'crash later': async () => {
    setTimeout(() => {
      throw new Error('out of the blue');
    });
    await pause(60_000);
    return {};
  },
  'reject later': async () => {
    void Promise.reject(new Error('nobody listens'));
    await pause(60_000);
    return {};
  },
  fail: () => Promise.reject(new Sorry('not today')),
  'ask to retry': (context) => context.retry(60_000, 'the other side is busy'),
  flood: () => ({ text: 'x'.repeat(2 * 1024 * 1024) }),
  'return a function': () => ({ kept: 1, when: new Date(0), gone: () => 1 }),
  heed: async ({ signal }) => {
    await pause(60_000, undefined, { signal });
    return {};
  },
  log: (context) => {
    context.log('a line', { fact: 1, odd: () => 1 });
    return {};
  },
  'report while it computes': (context) => {
    const until = performance.now() + 1_000;
    for (let step = 1; performance.now() < until; step += 1) context.progress(step, 1e9, 'computing');
    context.progress(1e9, 1e9, 'computed');
    return {};
  },
  child: async (context) => ({ child: await context.send(testTask, { message: 'hi' }, { key: 'one' }) }),
  'bad child': async (context) => ({
    child: await context.send(testTask, { message: 1 as never }, { key: 'one' }),
  }),
  transaction: (context) => context.transaction(undefined as never, async () => ({})),
};

@HandlesTask(isolatedTask)
export class IsolatedTaskHandler {
  async run({ does = 'answer' }: IsolatedInput, context: TaskContext): Promise<object> {
    return (actions[does] ?? (() => ({})))(context);
  }
}

@HandlesTask(briefTask)
export class BriefTaskHandler extends IsolatedTaskHandler {}

@HandlesTask(effectTask)
export class EffectTaskHandler {
  async run({ databaseUrl = '' }: IsolatedInput, context: TaskContext): Promise<object> {
    const db = createDatabase<object>({ databaseUrl, schema: 'public', applicationName: 'thread' });
    try {
      return await context.transaction(db, async (trx) => {
        await sql`insert into effects (task_id) values (${context.taskId})`.execute(trx);
        await context.send(testTask, { message: 'hi' }, { key: 'one' });
        return { threadId };
      });
    } finally {
      await db.destroy();
    }
  }
}

export const threadTaskHandlers = [IsolatedTaskHandler, BriefTaskHandler, EffectTaskHandler, TestTaskHandler];

export const threadModuleUrl = import.meta.url;

@Module({})
class TestThreadModule {}

/** What threads of a test worker boot. */
export function createThreadModule(): DynamicModule {
  const logger = new ServiceLogger(createLogger('test', { LOG_LEVEL: 'silent', LOG_FORMAT: 'json' }));
  return {
    module: TestThreadModule,
    imports: [ThreadEngineModule.forRoot('task_completions', new TaskCatalogue(THREAD_TASKS))],
    providers: [{ provide: ServiceLogger, useValue: logger }, ...threadTaskHandlers],
  };
}
