import {
  AccessToken,
  BatchEntry,
  catalogue,
  type Dto,
  FieldProblem,
  inlineSchemaOf,
  JournalState,
  jsonSchemaOf,
  Login,
  Problem,
  ProgressView,
  QueueStats,
  QueueStatsList,
  SystemStats,
  RetryAccepted,
  TaskAccepted,
  TaskBatch,
  TaskBatchAnswer,
  TaskErrorView,
  TaskLogLine,
  TaskLogPage,
  TaskPage,
  TaskResultView,
  TaskRevocation,
  TaskRevoked,
  TasksByState,
  TaskStats,
  TaskStatsList,
  TaskRetry,
  TaskSubmission,
  TaskTypeList,
  TaskTypeView,
  TaskView,
  Throughput,
  WorkerList,
  WorkersByStatus,
  WorkerView,
  LastOccurrenceView,
  NewSchedule,
  NextOccurrences,
  NextOccurrenceView,
  ScheduleChangePage,
  ScheduleChanges,
  ScheduleChangeView,
  SchedulePage,
  ScheduleView,
  TaskRescheduled,
  TaskRescheduling,
} from '@celerity/contracts';

const DTOS: readonly Dto<object>[] = [
  AccessToken,
  BatchEntry,
  FieldProblem,
  JournalState,
  Login,
  Problem,
  ProgressView,
  QueueStats,
  QueueStatsList,
  SystemStats,
  RetryAccepted,
  TaskAccepted,
  TaskBatch,
  TaskBatchAnswer,
  TaskErrorView,
  TaskLogLine,
  TaskLogPage,
  TaskPage,
  TaskResultView,
  TaskRevocation,
  TaskRevoked,
  TasksByState,
  TaskStats,
  TaskStatsList,
  TaskRetry,
  TaskSubmission,
  TaskTypeList,
  TaskTypeView,
  TaskView,
  Throughput,
  WorkerList,
  WorkersByStatus,
  WorkerView,
  LastOccurrenceView,
  NewSchedule,
  NextOccurrences,
  NextOccurrenceView,
  ScheduleChangePage,
  ScheduleChanges,
  ScheduleChangeView,
  SchedulePage,
  ScheduleView,
  TaskRescheduled,
  TaskRescheduling,
];

/** Components of the API description, all from the classes that validate; each task's input and output too. */
export function componentSchemas(): Record<string, object> {
  const ofTasks = catalogue.tasks.flatMap(({ shortName, summary, input, output }) => [
    [`Task_${shortName}_input`, { description: summary, ...inlineSchemaOf(input) }],
    [`Task_${shortName}_output`, { description: summary, ...inlineSchemaOf(output) }],
  ]);
  return Object.fromEntries([...DTOS.map((dto) => [dto.name, nullable(jsonSchemaOf(dto))]), ...ofTasks]);
}

interface ObjectSchema {
  properties?: Record<string, object>;
  required?: readonly string[];
}

/** The validator takes `null` for a field that may be left out, and answers say `null` for "not known". */
function nullable(schema: object): object {
  const { properties = {}, required = [] } = schema as ObjectSchema;
  const widened = Object.entries(properties).map(([name, of]) => {
    const isAny = Object.keys(of).length === 0;
    return [name, required.includes(name) || isAny ? of : { anyOf: [of, { type: 'null' }] }];
  });
  return { ...schema, properties: Object.fromEntries(widened) };
}
