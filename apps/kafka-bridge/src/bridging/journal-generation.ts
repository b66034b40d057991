import { sql, type Kysely } from 'kysely';
import { PositionTaken } from '@celerity/service';
import type { BridgeDatabase } from '../database/bridge-database.js';

/** Tells journals under one name apart, so that a place in the journal stays unique when its numbers begin anew. */
export class JournalGeneration {
  constructor(
    private readonly db: Kysely<BridgeDatabase>,
    private readonly journal: string,
  ) {}

  async current(): Promise<number> {
    const { generation } = await this.db
      .selectFrom('positions')
      .select('generation')
      .where('journal', '=', this.journal)
      .executeTakeFirstOrThrow();
    return generation;
  }

  /**
   * Begins the next one, before anything of it is sent.
   * @throws PositionTaken
   */
  async next(term: number): Promise<number> {
    const row = await this.db
      .updateTable('positions')
      .set({ generation: sql<number>`generation + 1` })
      .where('journal', '=', this.journal)
      .where('term', '=', String(term))
      .returning('generation')
      .executeTakeFirst();
    if (!row) throw new PositionTaken(`term ${term} is over`);
    return row.generation;
  }
}
