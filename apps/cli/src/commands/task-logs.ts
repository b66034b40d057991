import type { Command } from 'commander';
import type { TaskLogLine } from '@celerity/contracts';
import type { App } from '../app.js';
import { localTime } from '../printing/moments.js';
import { inOneLine } from '../printing/plain-text.js';

/** `task-logs ID`: what a task logged. */
export function addTaskLogs(program: Command, app: App): void {
  program
    .command('task-logs')
    .description(app.text.taskLogsAbout)
    .argument('<id>', app.text.taskIdArgument)
    .action(async (id: string) => {
      const client = await app.client();
      const results: TaskLogLine[] = [];
      for await (const page of client.logs(id, { signal: app.surroundings.signal }))
        results.push(...page.results);
      app.print({ count: results.length, results }, () =>
        results.length === 0 ? [app.text.noLogs] : results.map((line) => lineOf(app, line)),
      );
    });
}

function lineOf(app: App, { at, attempt, text, facts }: TaskLogLine): string {
  const head = app.style().minor(`${localTime(at)} #${attempt}`);
  const tail = facts ? ` ${app.style().minor(inOneLine(JSON.stringify(facts)))}` : '';
  return `${head} ${inOneLine(text)}${tail}`;
}
