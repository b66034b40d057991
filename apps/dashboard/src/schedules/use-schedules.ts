import { useQuery } from '@tanstack/react-query';
import { useRefetchInterval } from '../live/refresh.js';
import { useClient } from '../session/session.js';

/** Every schedule, as far as one page goes. */
export function useSchedules() {
  const client = useClient();
  return useQuery({
    queryKey: ['schedules'],
    queryFn: ({ signal }) => client.schedules.list({ limit: 200 }, { signal }),
    refetchInterval: useRefetchInterval(),
  });
}
