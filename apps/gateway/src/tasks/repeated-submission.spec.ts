import { DebugTaskOutput, defineTask, type TaskView } from '@celerity/contracts';
import { IsString } from 'class-validator';
import { ProblemException } from '../http/problem-exception.js';
import { repeatedBody } from './repeated-submission.js';

class LoginInput {
  @IsString() user: string;
  @IsString() password: string;
}

const task = defineTask({
  name: 'log_in',
  family: 'default',
  summary: 'Has a secret.',
  input: LoginInput,
  output: DebugTaskOutput,
  positional: ['user', 'password'],
  secrets: ['password'],
  effect: 'none',
});

const original = (parts: Partial<TaskView>) =>
  ({
    task_id: 'a',
    task_name: task.name,
    args: [],
    kwargs: {},
    priority: 5,
    max_retries: 3,
    ...parts,
  }) as TaskView;

function fields(view: TaskView, edits: object): string[] {
  try {
    repeatedBody(task, view, edits);
    return [];
  } catch (error) {
    return ((error as ProblemException).problem.errors ?? []).map(({ field }) => field);
  }
}

describe('a task with secret arguments', () => {
  it('names those that must be given again', () => {
    expect(fields(original({ kwargs: { user: 'ann', password: '***' } }), {})).toEqual(['kwargs.password']);
    expect(fields(original({ args: ['ann', '***'] }), {})).toEqual(['args.1']);
    expect(
      fields(original({ kwargs: { user: 'ann', password: '***' } }), { kwargs: { user: 'bob' } }),
    ).toEqual(['kwargs.password']);
  });

  it('is sent with what is given', () => {
    const view = original({ kwargs: { user: 'ann', password: '***' } });
    expect(repeatedBody(task, view, { kwargs: { password: 'new' } }).kwargs).toEqual({
      user: 'ann',
      password: 'new',
    });
    expect(repeatedBody(task, original({ args: ['ann', '***'] }), { args: ['ann', 'x'] }).args).toEqual([
      'ann',
      'x',
    ]);
  });

  it('leaves three stars alone where nothing is secret', () => {
    expect(fields(original({ kwargs: { user: '***', password: 'x' } }), {})).toEqual([]);
  });
});

it('keeps the limits that the task was sent with, and adds none', () => {
  const view = original({ soft_time_limit: 5, time_limit: 7.5 });
  expect(repeatedBody(task, view, {})).toMatchObject({ soft_time_limit: 5, time_limit: 7.5 });
  const plain = repeatedBody(task, original({ soft_time_limit: null, time_limit: null }), {});
  expect([plain.soft_time_limit, plain.time_limit]).toEqual([undefined, undefined]);
});
