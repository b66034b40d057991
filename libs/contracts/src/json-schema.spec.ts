import { jsonSchemaOf } from './json-schema.js';
import { TaskPage } from './http/task-view.js';
import { longRunningTask } from './tasks/index.js';

describe('jsonSchemaOf', () => {
  it('says what the validator enforces', () => {
    expect(jsonSchemaOf(longRunningTask.input)).toEqual({
      type: 'object',
      properties: { seconds: { type: 'number', minimum: 0, maximum: 1200 } },
      additionalProperties: false,
    });
  });

  it('refers to nested classes', () => {
    expect(JSON.stringify(jsonSchemaOf(TaskPage))).toContain('#/components/schemas/TaskView');
  });
});
