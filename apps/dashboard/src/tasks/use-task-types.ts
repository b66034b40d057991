import { useQuery } from '@tanstack/react-query';
import { useClient } from '../session/session.js';

/** Every task that can be sent. It changes with a new version only. */
export function useTaskTypes() {
  const client = useClient();
  return useQuery({
    queryKey: ['task-types'],
    queryFn: ({ signal }) => client.taskTypes({ signal }),
    staleTime: Infinity,
  });
}
