import { Module } from '@nestjs/common';
import { MonitorClientModule } from '@celerity/service';
import { AuthModule } from '../auth/auth.module.js';
import { JournalModule } from '../journal/journal.module.js';
import { EventFeed } from './event-feed.js';
import { EventsController } from './events.controller.js';
import { JournalReplay } from './journal-replay.js';
import { OpenStreams } from './open-streams.js';
import { Snapshots } from './snapshots.js';
import { StreamStarter } from './stream-starter.js';
import { TaskNames } from './task-names.js';

/** Events as they happen, by server-sent events. */
@Module({
  imports: [AuthModule, JournalModule, MonitorClientModule],
  controllers: [EventsController],
  providers: [EventFeed, JournalReplay, OpenStreams, Snapshots, StreamStarter, TaskNames],
})
export class EventsModule {}
