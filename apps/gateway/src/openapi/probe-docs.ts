/** Of a route that comes with the service library, which knows nothing of this documentation. */
interface ProbeDocs {
  readonly summary: string;
  readonly responses: Readonly<Record<string, object>>;
}

const STATUS = { type: 'string', enum: ['ok', 'error', 'shutdown'] };
const json = (description: string, properties: object) => ({
  description,
  content: {
    'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } },
  },
});
const DEPENDENCIES = {
  type: 'object',
  description: 'By name.',
  additionalProperties: {
    type: 'object',
    properties: { status: { type: 'string', enum: ['up', 'down'] } },
    required: ['status'],
  },
};
const readiness = (description: string) => json(description, { status: STATUS, dependencies: DEPENDENCIES });

/** Health probes and metrics, by path. */
export const PROBES: Readonly<Record<string, ProbeDocs>> = {
  '/health/live': {
    summary: 'Is the process alive?',
    responses: { 200: json('It is.', { status: STATUS }) },
  },
  '/health/ready': {
    summary: 'Can it serve? Names each dependency.',
    responses: { 200: readiness('It can.'), 503: readiness('Not now; `dependencies` says why.') },
  },
  '/metrics': {
    summary: 'Figures for Prometheus.',
    responses: {
      200: {
        description: 'In its text format.',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
  },
};
