import type { StatsWindow } from '@celerity/contracts';

// As with the tasks' states: without the contracts' validators, and the compiler sees that none is missing.
const KNOWN: Readonly<Record<StatsWindow, true>> = { '1h': true, '24h': true, '7d': true };

/** Every window that statistics can be asked of. */
export const STATS_WINDOWS = Object.keys(KNOWN) as readonly StatsWindow[];
