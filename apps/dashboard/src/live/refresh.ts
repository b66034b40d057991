/** How often what changes is asked for again, in milliseconds. The browser does not ask in a hidden tab. */
export const OFTEN_MS = 2_000;
export const NOW_AND_THEN_MS = 5_000;
export const SELDOM_MS = 15_000;
