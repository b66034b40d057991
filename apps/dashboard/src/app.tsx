import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Loading } from './components/answer.js';
import { Toasts } from './components/toasts.js';
import { Shell } from './layout/shell.js';
import { LiveProvider } from './live/live-provider.js';
import { LanguageProvider } from './messages/language.js';
import { DeadLetterPage } from './pages/dead-letter-page.js';
import { DeadLettersPage } from './pages/dead-letters-page.js';
import { LoginPage } from './pages/login-page.js';
import { NotFoundPage } from './pages/not-found-page.js';
import { QueuesPage } from './pages/queues-page.js';
import { SchedulesPage } from './pages/schedules-page.js';
import { TaskPage } from './pages/task-page.js';
import { TaskTypesPage } from './pages/task-types-page.js';
import { TasksPage } from './pages/tasks-page.js';
import { WorkersPage } from './pages/workers-page.js';
import { makeQueryClient } from './session/query-client.js';
import { SessionProvider, useMaySession } from './session/session.js';
import { ThemeProvider } from './theme/theme.js';

// Large ones, with what only they need, come when somebody goes there.
const AccessPage = lazy(() =>
  import('./pages/access-page.js').then((page) => ({ default: page.AccessPage })),
);
const NewSchedulePage = lazy(() =>
  import('./pages/new-schedule-page.js').then((page) => ({ default: page.NewSchedulePage })),
);
const SchedulePage = lazy(() =>
  import('./pages/schedule-page.js').then((page) => ({ default: page.SchedulePage })),
);
const SendTaskPage = lazy(() =>
  import('./pages/send-task-page.js').then((page) => ({ default: page.SendTaskPage })),
);
const OverviewPage = lazy(() =>
  import('./pages/overview-page.js').then((page) => ({ default: page.OverviewPage })),
);

export function App() {
  return (
    <ThemeProvider>
      <LanguageProvider>
        <SessionProvider>
          <Toasts>
            <Door />
          </Toasts>
        </SessionProvider>
      </LanguageProvider>
    </ThemeProvider>
  );
}

/** Nothing is asked of the gateway before somebody has logged in; what one user saw is gone for the next. */
function Door() {
  const session = useMaySession();
  return session ? <House key={session.token} onExpired={session.expire} /> : <LoginPage />;
}

function House({ onExpired }: { readonly onExpired: () => void }) {
  const [queries] = useState(() => makeQueryClient(onExpired));
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider onExpired={onExpired}>
        <Shell>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/" component={OverviewPage} />
              <Route path="/login">
                <Redirect to="/" replace />
              </Route>
              <Route path="/tasks" component={TasksPage} />
              <Route path="/tasks/:id">{({ id }) => <TaskPage key={id} id={id} />}</Route>
              <Route path="/task-types" component={TaskTypesPage} />
              <Route path="/task-types/:name">{({ name }) => <SendTaskPage key={name} name={name} />}</Route>
              <Route path="/queues" component={QueuesPage} />
              <Route path="/dead-letters" component={DeadLettersPage} />
              <Route path="/dead-letters/:id">{({ id }) => <DeadLetterPage key={id} id={id} />}</Route>
              <Route path="/workers" component={WorkersPage} />
              <Route path="/schedules" component={SchedulesPage} />
              <Route path="/schedules/:id">{({ id }) => <SchedulePage key={id} id={id} />}</Route>
              <Route path="/new-schedule" component={NewSchedulePage} />
              <Route path="/access" component={AccessPage} />
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Shell>
      </LiveProvider>
    </QueryClientProvider>
  );
}
