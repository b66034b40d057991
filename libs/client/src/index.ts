export * from './api-problem.js';
export * from './celerity-client.js';
export * from './client-options.js';
export * from './final-states.js';
export * from './schedules-api.js';
export * from './unreachable.js';
export * from './wait-for.js';
