import { beat } from './beat.ts';
import type { Dashboard } from './dashboard.ts';
import { overview } from './overview.ts';
import { queues } from './queues.ts';
import { services } from './services.ts';
import { tasks } from './tasks.ts';

export const dashboards: readonly Dashboard[] = [overview, tasks, queues, beat, services];
