import {
  Inject,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { HealthRegistry } from '../health/health-registry.js';
import { MigrationRunner } from './migration-runner.js';

/** Migrates before the service's other modules initialise, reports health, closes the pool last. */
@Injectable()
export class PostgresLifecycle implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(Kysely) private readonly db: Kysely<unknown>,
    private readonly migrations: MigrationRunner,
    health: HealthRegistry,
  ) {
    health.register('postgres', async () => void (await sql`select 1`.execute(this.db)));
  }

  async onModuleInit(): Promise<void> {
    await this.migrations.run(this.stopping.signal);
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** After beforeApplicationShutdown of everyone, in which the last writes are made. */
  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }
}
