import { useLive } from './live-context.js';

/** While the stream is there, only what no event tells, such as heartbeats, is asked for again. */
const BESIDE_STREAM_MS = 15_000;
/** While it is away. The browser does not ask in a hidden tab. */
const WITHOUT_STREAM_MS = 5_000;

/** How often to ask again for what is on the page, in milliseconds. */
export function useRefetchInterval(): number {
  return useLive().isOpen ? BESIDE_STREAM_MS : WITHOUT_STREAM_MS;
}
