import 'reflect-metadata';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { CHAOS_TASKS } from './tasks/chaos-tasks.js';

// Loaded before a service's own main.js (`node --import`): the service as it is shipped, which now also knows the
// chaos tasks. Its one catalogue takes over the content of a larger one.
Object.assign(catalogue, new TaskCatalogue([...catalogue.tasks, ...CHAOS_TASKS]));
