import { Module } from '@nestjs/common';
import { MonitorClientModule } from '@celerity/service';
import { DeadLetterDesk } from './dead-letter-desk.js';
import { DeadLettersController } from './dead-letters.controller.js';

/** Messages that will not be delivered again: looking at them, sending them again, discarding them. */
@Module({
  imports: [MonitorClientModule],
  controllers: [DeadLettersController],
  providers: [DeadLetterDesk],
})
export class DeadLettersModule {}
