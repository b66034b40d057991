import {
  catalogue,
  type DeadLetterEdits,
  type FieldProblem,
  InvalidArguments,
  type Kwargs,
  type TaskDefinition,
  validateInput,
} from '@celerity/contracts';
import type { DeadLetterRow } from './dead-letter-tables.js';

/** What a replay will send. */
export interface ReplayPlan {
  readonly task: TaskDefinition;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly edited: boolean;
}

export type PlanResult = { readonly plan: ReplayPlan } | { readonly problems: readonly FieldProblem[] };

type DeadTask = Pick<DeadLetterRow, 'message' | 'task_name' | 'size_bytes'>;

/** Makes a task of a dead letter and of what is to be different, or says of each field what is wrong with it. */
export function planReplay(dead: DeadTask, edits: DeadLetterEdits): PlanResult {
  const name = edits.task_name ?? dead.message?.taskName ?? dead.task_name;
  const task = name === null ? undefined : catalogue.find(name);
  if (!task) return { problems: [unknownName(name)] };
  const given = [edits.args, edits.kwargs].some((value) => value !== undefined && value !== null);
  if (dead.message === null && !given) return { problems: [unreadable(dead)] };
  const args = edits.args ?? dead.message?.args ?? [];
  const kwargs = edits.kwargs ?? dead.message?.kwargs ?? {};
  const problems = [...queueProblems(task, edits.queue), ...argumentProblems(task, args, kwargs)];
  if (problems.length > 0) return { problems };
  return { plan: { task, args, kwargs, edited: given || task.name !== dead.message?.taskName } };
}

function unknownName(name: string | null): FieldProblem {
  if (name === null)
    return {
      field: 'task_name',
      message: 'is needed: the message names no task; GET /api/core/task-types lists them',
    };
  const similar = catalogue.similar(name);
  const hint =
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'GET /api/core/task-types lists them';
  return { field: 'task_name', message: `"${name.slice(0, 128)}" is not a known task; ${hint}` };
}

function unreadable({ size_bytes }: DeadTask): FieldProblem {
  return {
    field: 'kwargs',
    message: `must be given, or args: the message of ${size_bytes} bytes cannot be read as a task`,
  };
}

function queueProblems(task: TaskDefinition, queue: string | undefined): FieldProblem[] {
  if (queue === undefined || queue === null || queue === task.family) return [];
  return [
    { field: 'queue', message: `must be ${task.family}, the only queue this task runs on; or leave it out` },
  ];
}

function argumentProblems(task: TaskDefinition, args: readonly unknown[], kwargs: Kwargs): FieldProblem[] {
  try {
    validateInput(task, args, kwargs);
    return [];
  } catch (error) {
    if (error instanceof InvalidArguments) return [...error.problems];
    throw error;
  }
}
