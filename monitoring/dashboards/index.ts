import { beat } from './beat.ts';
import type { Dashboard } from './dashboard.ts';
import { overview } from './overview.ts';
import { postgres } from './postgres.ts';
import { queues } from './queues.ts';
import { rabbitmq } from './rabbitmq.ts';
import { services } from './services.ts';
import { tasks } from './tasks.ts';

export const dashboards: readonly Dashboard[] = [overview, tasks, queues, beat, services, rabbitmq, postgres];
