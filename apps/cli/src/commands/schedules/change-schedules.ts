import type { Command } from 'commander';
import type { App } from '../../app.js';

/** `schedules pause`, `resume`, `delete` and `run`. */
export function addChangeSchedules(schedules: Command, app: App): void {
  const { text, surroundings } = app;
  const { signal } = surroundings;
  const said = text.schedules;
  const verbs = [
    ['pause', said.pauseAbout, said.paused],
    ['resume', said.resumeAbout, said.resumed],
    ['delete', said.deleteAbout, said.deleted],
  ] as const;
  for (const [verb, about, done] of verbs) {
    schedules
      .command(verb)
      .description(about)
      .argument('<id>', said.idArgument)
      .action(async (id: string) => {
        const schedule = await (await app.client()).schedules[verb](id, { signal });
        app.print(schedule, () => [done(id)]);
      });
  }
  schedules
    .command('run')
    .description(said.runAbout)
    .argument('<id>', said.idArgument)
    .action(async (id: string) => {
      const accepted = await (await app.client()).schedules.run(id, { signal });
      const { task_name, task_id } = accepted;
      app.print(accepted, () => [text.sent(task_name, task_id), app.style().minor(text.follow(task_id))]);
    });
}
