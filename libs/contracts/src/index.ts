import 'reflect-metadata';
import './validation-rules-cache.js';

export * from './catalogue.js';
export * from './families.js';
export * from './http/index.js';
/** The bodies of requests and answers by their names, for the description of the API. */
export * as http from './http/index.js';
export * from './ids/batch-task-id.js';
export * from './ids/task-id.js';
export * from './input-validation.js';
export * from './journal/event-state.js';
export * from './journal/journal-event.js';
export * from './journal/log-event.js';
export * from './journal/revocation-event.js';
export * from './journal/worker-event.js';
export * from './json-limits.js';
export * from './json-schema.js';
export * from './lanes.js';
export * from './rpc/beat-queries.js';
export * from './rpc/dead-letter-commands.js';
export * from './rpc/monitor-queries.js';
export * from './task-definition.js';
export * from './task-error.js';
export * from './task-message.js';
export * from './task-policies.js';
export * from './task-state.js';
export * from './tasks/index.js';
export * from './visible-arguments.js';
