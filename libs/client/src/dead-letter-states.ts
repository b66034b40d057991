import type { DeadLetterState } from '@celerity/contracts';

// As with the tasks' states: without the contracts' validators, and the compiler sees that none is missing.
const KNOWN: Readonly<Record<DeadLetterState, true>> = { open: true, replayed: true, discarded: true };

/** Every state a dead letter can be in. */
export const DEAD_LETTER_STATES = Object.keys(KNOWN) as readonly DeadLetterState[];
