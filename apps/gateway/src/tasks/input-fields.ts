import { jsonSchemaOf, type TaskDefinition } from '@celerity/contracts';

/** The names of a task's arguments. */
export function inputFields(task: TaskDefinition): string[] {
  const { properties = {} } = jsonSchemaOf(task.input) as { properties?: object };
  return Object.keys(properties);
}
