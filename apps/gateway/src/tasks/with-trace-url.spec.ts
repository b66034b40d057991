import type { TaskView } from '@celerity/contracts';
import { withTraceUrl } from './with-trace-url.js';

const TEMPLATE = 'https://traces.example/trace/{trace_id}?from={trace_id}';
const traced = { task_id: 'a', trace_id: '0af7651916cd43dd8448eb211c80319c' } as TaskView;

it('links a task to its trace', () => {
  expect(withTraceUrl(traced, TEMPLATE).trace_url).toBe(
    'https://traces.example/trace/0af7651916cd43dd8448eb211c80319c?from=0af7651916cd43dd8448eb211c80319c',
  );
});

it('puts the id at the end of an address that has no place for it', () => {
  expect(withTraceUrl(traced, 'http://localhost:16686/trace/').trace_url).toBe(
    `http://localhost:16686/trace/${traced.trace_id}`,
  );
});

it('lets no trace id lead anywhere else', () => {
  const hostile = { ...traced, trace_id: '../../x?y#z' };
  expect(withTraceUrl(hostile, 'https://traces.example/trace/{trace_id}').trace_url).toBe(
    'https://traces.example/trace/..%2F..%2Fx%3Fy%23z',
  );
});

it('leaves a task as it is without a trace or a trace store', () => {
  expect(withTraceUrl(traced, undefined)).toBe(traced);
  const untraced = { ...traced, trace_id: null };
  expect(withTraceUrl(untraced, TEMPLATE)).toBe(untraced);
});
