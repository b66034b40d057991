import { createContext, useContext } from 'react';
import type { EventRate } from './event-rates.js';

/** What is known of the stream of events. */
export interface Live {
  readonly isOpen: boolean;
  /** False until the first attempt to open it has come to something. */
  readonly isKnown: boolean;
}

export const LiveContext = createContext<Live>({ isOpen: false, isKnown: false });

/** Apart, since it changes every second. */
export const RatesContext = createContext<readonly EventRate[]>([]);

/** Whether the page is told of what happens, or has to ask. */
export function useLive(): Live {
  return useContext(LiveContext);
}

/** Tasks accepted and ended, second by second, while the stream is there. */
export function useEventRates(): readonly EventRate[] {
  return useContext(RatesContext);
}
