import { type DynamicModule, Module } from '@nestjs/common';
import { PostgresModule } from '@celerity/service';
import { Mailer } from './mail/mailer.js';
import { MallSettings } from './mall-settings.js';
import { mallMigrations } from './migrations/index.js';

/** What the mall's task handlers inject: `Kysely<MallDatabase>` on the migrated schema, the mailer, the settings. */
@Module({})
export class MallModule {
  /** @param maxConnections of the pool, which a thread has for itself */
  static forRoot(settings: MallSettings, maxConnections = 20): DynamicModule {
    return {
      module: MallModule,
      global: true,
      imports: [
        PostgresModule.forRoot({
          schema: 'mall',
          applicationName: 'celerity-worker',
          migrations: mallMigrations,
          maxConnections,
        }),
      ],
      providers: [{ provide: MallSettings, useValue: settings }, Mailer],
      exports: [MallSettings, Mailer],
    };
  }
}
