import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';

/** Which lease, in which schema, and who asks. */
export interface LeaseIdentity {
  readonly schema: string;
  readonly name: string;
  readonly holder: string;
}

/** Either the term just won, or how long the present holder's lease still runs. */
export type Bid = { readonly term: number } | { readonly remainingMs: number };

/** The statements on the lease row. All times are the database's. */
export class LeaseStore {
  private readonly table: RawBuilder<unknown>;

  constructor(
    private readonly db: Kysely<unknown>,
    private readonly lease: LeaseIdentity,
  ) {
    this.table = sql.table(`${lease.schema}.leases`);
  }

  /** Takes the lease, with the next term, if nobody holds it. Only looks while someone does, and locks nothing. */
  async bid(ttlMs: number): Promise<Bid> {
    const { name, holder } = this.lease;
    const seen = await sql<{ term: string; ms: number }>`
      select term, (extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as ms
      from ${this.table} where name = ${name}`.execute(this.db);
    const held = seen.rows[0];
    if (held && held.ms > 0) return { remainingMs: held.ms };
    const expires = this.expiry(ttlMs);
    const won = held
      ? await sql<{ term: string }>`
          update ${this.table} set holder = ${holder}, term = term + 1, expires_at = ${expires}
          where name = ${name} and term = ${held.term} and expires_at <= clock_timestamp()
          returning term`.execute(this.db)
      : await sql<{ term: string }>`
          insert into ${this.table} (name, holder, term, expires_at) values (${name}, ${holder}, 1, ${expires})
          on conflict (name) do nothing
          returning term`.execute(this.db);
    return won.rows[0] ? { term: Number(won.rows[0].term) } : { remainingMs: ttlMs };
  }

  /** Prolongs the lease; false when it is no longer ours. */
  async renew(term: number, ttlMs: number): Promise<boolean> {
    const result = await sql`
      update ${this.table} set expires_at = ${this.expiry(ttlMs)}
      where ${this.isOurs(term)}`.execute(this.db);
    return result.numAffectedRows === 1n;
  }

  /** Lets the lease run out now, so that a successor need not wait for it. */
  async release(term: number): Promise<void> {
    await sql`update ${this.table} set expires_at = clock_timestamp() where ${this.isOurs(term)}`.execute(
      this.db,
    );
  }

  /** True while the term is ours; keeps a takeover waiting until the asking transaction ends. */
  holds(term: number): RawBuilder<SqlBool> {
    return sql<SqlBool>`exists (select 1 from ${this.table} where ${this.isOurs(term)} for key share)`;
  }

  private expiry(ttlMs: number): RawBuilder<Date> {
    return sql<Date>`clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'`;
  }

  private isOurs(term: number): RawBuilder<SqlBool> {
    const { name, holder } = this.lease;
    return sql<SqlBool>`name = ${name} and holder = ${holder} and term = ${term}`;
  }
}
