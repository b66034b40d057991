import { useSyncExternalStore } from 'react';

/** False while the tab is hidden. */
export function usePageIsSeen(): boolean {
  return useSyncExternalStore(watch, () => document.visibilityState === 'visible');
}

function watch(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}
