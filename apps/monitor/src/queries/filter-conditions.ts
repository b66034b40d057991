import { catalogue, isTaskId, type TaskFilter } from '@celerity/contracts';
import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** What the arguments of these tasks say is nobody's to search. */
const WITH_SECRETS = catalogue.tasks.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name);

/** The conditions of a filter on the `tasks` table; every value is a bound parameter. */
export function conditionsOf(filter: TaskFilter): RawBuilder<SqlBool>[] {
  const { status, task_name, queue, worker, root_id, parent_id, since, until, q, delayed } = filter;
  const conditions: RawBuilder<SqlBool>[] = [];
  if (status !== undefined) conditions.push(sql`state = ${status}`);
  if (task_name !== undefined)
    conditions.push(sql`task_name = ${catalogue.find(task_name)?.name ?? task_name}`);
  if (queue !== undefined) conditions.push(sql`queue = ${queue}`);
  if (worker !== undefined) conditions.push(sql`worker = ${worker}`);
  if (root_id !== undefined) conditions.push(familyTree(root_id.toLowerCase()));
  if (parent_id !== undefined) conditions.push(sql`parent_id = ${parent_id.toLowerCase()}`);
  if (since !== undefined) conditions.push(sql`seen_at >= ${instant(since)}::timestamptz`);
  if (until !== undefined) conditions.push(sql`seen_at < ${instant(until)}::timestamptz`);
  if (delayed !== undefined)
    conditions.push(sql`coalesce(eta > clock_timestamp(), false) = ${delayed}::boolean`);
  if (q !== undefined && q !== '') conditions.push(contains(q));
  return conditions;
}

/** The root is in its own tree, but not in the index of children. */
function familyTree(root: string): RawBuilder<SqlBool> {
  return sql`((root_id = ${root} and parent_id is not null) or task_id = ${root}::uuid)`;
}

/** Text without a zone means UTC, as all times here do. */
export function instant(text: string): string {
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  return new Date(zoned).toISOString();
}

function contains(q: string): RawBuilder<SqlBool> {
  if (isTaskId(q)) return sql`task_id = ${q}::uuid`;
  // No stored text has it, and PostgreSQL would refuse to look for it.
  if (q.includes('\u0000')) return sql`false`;
  const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`(task_id::text like ${pattern} or task_name ilike ${pattern} or error::text ilike ${pattern}
    or (not coalesce(task_name = any(${WITH_SECRETS}::text[]), false)
      and (args::text ilike ${pattern} or kwargs::text ilike ${pattern})))`;
}
