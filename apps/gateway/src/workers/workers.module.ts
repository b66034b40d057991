import { Module } from '@nestjs/common';
import { MonitorClientModule } from '@celerity/service';
import { JournalModule } from '../journal/journal.module.js';
import { WorkersController } from './workers.controller.js';

/** Workers and the queues that they take from. */
@Module({ imports: [JournalModule, MonitorClientModule], controllers: [WorkersController] })
export class WorkersModule {}
