import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Post,
  Res,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Kysely, sql } from 'kysely';
import { explain } from '../config/explain.js';
import { ServiceConfig } from '../config/service-config.js';
import { PostgresModule } from '../postgres/postgres-module.js';
import { StartupError } from '../application/startup-error.js';
import type { ServiceDefinition } from '../application/service-application.js';

/** Settings of the service that the tests of this library start. */
export class FixtureConfig extends ServiceConfig {
  override readonly PORT: number = 0;

  @Type(() => Number)
  @IsInt(explain('is not a whole number', 'set it to the fixture answer'))
  readonly ANSWER: number = 42;
}

/** Shows that the database is still there for the last writes of a shutdown. */
@Injectable()
export class Diary implements BeforeApplicationShutdown {
  constructor(
    @Inject(Kysely) private readonly db: Kysely<unknown>,
    private readonly config: FixtureConfig,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    // A service whose work never ends, for the second signal.
    if (this.config.ANSWER < 0) await new Promise(() => undefined);
    await sql`insert into diary values ('last words')`.execute(this.db);
  }
}

@Controller('fixture')
export class FixtureController {
  constructor(private readonly config: FixtureConfig) {}

  @Get()
  answer(): { answer: number } {
    return { answer: this.config.ANSWER };
  }

  @Post('said')
  said(): string {
    return 'heard';
  }

  @Get('by-id/:id')
  byId(): string {
    return 'found';
  }

  @Get('endless')
  endless(@Res() reply: FastifyReply): void {
    reply.raw.write('begun');
  }

  @Get('stray')
  stray(): void {
    void Promise.reject(new Error('nobody waits for me'));
  }

  @Get('refused')
  refused(): void {
    void Promise.reject(new StartupError('the broker refuses us', 'correct AMQP_URL'));
  }

  @Get('broken')
  broken(): void {
    throw new Error('broken by amqp://celerity:canary-secret@broker');
  }
}

@Module({
  imports: [
    PostgresModule.forRoot({
      schema: 'fixture',
      applicationName: 'fixture',
      migrations: {
        '0001_diary': { up: async (db) => void (await sql`create table diary (entry text)`.execute(db)) },
      },
    }),
  ],
  controllers: [FixtureController],
  providers: [Diary],
})
class FixtureModule {}

/** A small but complete service. */
export const fixture: ServiceDefinition<FixtureConfig> = { name: 'fixture', module: () => FixtureModule };
