import { join } from 'node:path';
import { NODE_ARGUMENTS } from '@celerity/tools/local/node-arguments.ts';
import { localBin, repoRoot } from '@celerity/tools/local/places.ts';
import { peersDir, PYTHON } from '../ground/peer-packages.ts';
import type { Command, System } from './system.ts';

const agents = join(import.meta.dirname, '../agents');

export const celerity: System = {
  name: 'celerity',
  services: ['rabbitmq', 'postgres'],
  producer: node(join(agents, 'celerity/producer.ts')),
  // Compiled as the product is: stripping types at its start would cost the worker 20 MB.
  worker: service(join(import.meta.dirname, '../dist/celerity/worker.js')),
  others: [service(join(repoRoot, 'apps/monitor/dist/main.js'))],
  can: ['batch', 'delayed', 'latency'],
};

/** Delays tasks with beat, which only that workload needs. */
export const celerityWithBeat: System = {
  ...celerity,
  others: [...celerity.others, service(join(repoRoot, 'apps/beat/dist/main.js'))],
};

/** The ceiling: a quorum queue, and no record of anything. */
export const raw: System = {
  name: 'raw',
  services: ['rabbitmq'],
  producer: node(join(agents, 'raw/producer.ts')),
  worker: node(join(agents, 'raw/worker.ts')),
  others: [],
  can: ['batch', 'latency'],
};

export const bullmq: System = {
  ...peer('bullmq', 'redis'),
  can: ['batch', 'delayed', 'latency'],
};

export const pgBoss: System = { ...peer('pg-boss', 'postgres'), can: ['batch', 'delayed'] };

export const graphileWorker: System = { ...peer('graphile-worker', 'postgres'), can: ['batch'] };

export const celery: System = {
  name: 'celery',
  services: ['rabbitmq', 'redis'],
  producer: { command: PYTHON, args: [join(peersDir, 'celery_producer.py')] },
  worker: {
    command: PYTHON,
    args: ['-m', 'celery', '--workdir', peersDir, '-A', 'celery_app', 'worker'],
  },
  others: [],
  can: ['delayed', 'latency'],
};

function peer(name: string, service: 'redis' | 'postgres'): System {
  return {
    name,
    services: [service],
    producer: node(join(peersDir, `${name}-producer.mjs`)),
    worker: node(join(peersDir, `${name}-worker.mjs`)),
    others: [],
    can: [],
  };
}

/** As the product starts its services. */
function service(script: string): Command {
  const { command, args } = node(script);
  return { command, args: [...NODE_ARGUMENTS, ...args] };
}

function node(script: string): Command {
  // NODE_FLAGS go to each of them, to profile.
  return { command: join(localBin, 'node'), args: [...(process.env.NODE_FLAGS?.split(' ') ?? []), script] };
}
