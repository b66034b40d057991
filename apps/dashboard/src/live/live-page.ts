import type { StreamedEvent, TaskSnapshot, TasksSnapshot, TaskView } from '@celerity/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { type EventRate, EventRates } from './event-rates.js';
import type { Live } from './live-context.js';
import { RefreshQueue } from './refresh-queue.js';
import { StaleViews, type View } from './stale-views.js';
import { isShort, patchedPages, type TaskPages } from './task-pages.js';
import { afterEvent } from './task-patch.js';

/** What happens within so many milliseconds is shown at once. */
const TICK_MS = 300;

/** Brings events into what the page has asked for: at once where they tell it, by asking again where they do not. */
export class LivePage {
  private events = new Map<string, StreamedEvent[]>();
  private readonly stale = new StaleViews();
  private readonly refreshes = new RefreshQueue();
  private readonly rates = new EventRates();
  private readonly timer = setInterval(() => this.tick(), TICK_MS);
  private isOpen = false;

  constructor(
    private readonly queries: QueryClient,
    private readonly showLive: (live: Live) => void,
    private readonly showRates: (rates: readonly EventRate[]) => void,
  ) {}

  readonly onEvent = (event: StreamedEvent): void => {
    this.rates.count(event);
    this.refreshes.add(this.stale.of(event), performance.now());
    const earlier = this.events.get(event.task_id);
    if (earlier) earlier.push(event);
    else this.events.set(event.task_id, [event]);
  };

  readonly onJoin = (snapshot: TaskSnapshot | TasksSnapshot): void => {
    this.rates.pause();
    if ('task' in snapshot) this.queries.setQueryData(['task', snapshot.task.task_id], snapshot.task);
    this.ask();
  };

  readonly onConnection = (isOpen: boolean): void => {
    this.isOpen = isOpen;
    this.rates.pause();
    this.showLive({ isOpen, isKnown: true });
  };

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    if (this.isOpen) this.showRates(this.rates.until(Date.now()));
    this.patch();
    const isBusy = (view: View) => this.queries.isFetching({ queryKey: [view], type: 'active' }) > 0;
    for (const view of this.refreshes.take(performance.now(), isBusy)) this.ask(view);
  }

  private ask(view?: View): void {
    const which = { ...(view ? { queryKey: [view] } : {}), predicate: isShort };
    void this.queries.invalidateQueries(which, { cancelRefetch: false });
  }

  private patch(): void {
    if (this.events.size === 0) return;
    const events = this.events;
    this.events = new Map();
    const patched = (task: TaskView): TaskView => (events.get(task.task_id) ?? []).reduce(afterEvent, task);
    const shown = (view: View) => this.queries.getQueryCache().findAll({ queryKey: [view], type: 'active' });
    for (const { queryKey } of shown('task'))
      this.queries.setQueryData<TaskView>(queryKey, (task) => task && patched(task));
    for (const { queryKey } of shown('tasks'))
      this.queries.setQueryData<TaskPages>(queryKey, (data) => data && patchedPages(data, patched));
  }
}
