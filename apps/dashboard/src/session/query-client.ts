import { ApiProblem } from '@celerity/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

const MOST_RETRIES = 2;

/** Keeps what the gateway answered. A refused token ends the session, wherever it is noticed. */
export function makeQueryClient(onExpired: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (error instanceof ApiProblem && error.status === 401) onExpired();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) =>
          failures < MOST_RETRIES && !(error instanceof ApiProblem && !error.isTemporary),
      },
    },
  });
}
