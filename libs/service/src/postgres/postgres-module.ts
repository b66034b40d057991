import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { ServiceConfig } from '../config/service-config.js';
import { createDatabase, type DatabaseOptions } from './create-database.js';
import { MigrationRunner, type Migrations } from './migration-runner.js';
import { PostgresLifecycle } from './postgres-lifecycle.js';

/** A service's database: its schema and migrations, and limits of the pool. */
export interface PostgresModuleOptions extends Omit<DatabaseOptions, 'databaseUrl'> {
  readonly migrations: Migrations;
}

/**
 * One pool on the service's schema, injected as `Kysely` (`constructor(private readonly db: Kysely<MyDb>)`).
 * Global, so that its migrations have run before any feature module's `onModuleInit`. The URL comes from
 * the service's `DATABASE_URL`.
 */
@Module({})
export class PostgresModule {
  static forRoot(options: PostgresModuleOptions): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      providers: [
        {
          provide: Kysely,
          inject: [ServiceConfig],
          useFactory: ({ DATABASE_URL }: ServiceConfig) =>
            createDatabase<unknown>({ ...options, databaseUrl: DATABASE_URL }),
        },
        {
          provide: MigrationRunner,
          inject: [ServiceConfig],
          useFactory: ({ DATABASE_URL }: ServiceConfig) =>
            new MigrationRunner({ ...options, databaseUrl: DATABASE_URL }),
        },
        PostgresLifecycle,
      ],
      exports: [Kysely],
    };
  }
}
