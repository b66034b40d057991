import { testTask } from '@celerity/contracts';
import { limitProblems } from './submission-limits.js';

it.each([
  [{}, []],
  [{ time_limit: 5 }, []],
  [{ soft_time_limit: 5 }, []],
  [{ soft_time_limit: 5, time_limit: 6 }, []],
  [{ soft_time_limit: 5, time_limit: 5 }, ['must be below the time limit of 5 s']],
  [{ time_limit: 2_040 }, []],
  [{ time_limit: 2_041 }, [expect.stringMatching(/at most 2040 s.*BROKER_CONSUMER_TIMEOUT/)]],
  [{ soft_time_limit: 1800 }, ['must be below the time limit of 1800 s']],
])('%j', (fields, messages) => {
  const problems = limitProblems(testTask, { task_name: 'test_task', ...fields }, 2_100_000);
  expect(problems.map(({ message }) => message)).toEqual(messages);
});
