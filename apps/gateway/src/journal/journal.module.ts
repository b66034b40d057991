import { Module } from '@nestjs/common';
import { type BrokerConnection, BrokerNames } from '@celerity/messaging';
import { Barriers, CONSUME_CONNECTION } from '@celerity/service';
import { JournalTail } from './journal-tail.js';
import { ToldOffsets } from './told-offsets.js';

const LINGER_MS = 30_000;

/** The journal as the gateway uses it: barriers to write, and its end to follow. */
@Module({
  providers: [
    Barriers,
    ToldOffsets,
    {
      provide: JournalTail,
      inject: [CONSUME_CONNECTION, BrokerNames],
      useFactory: (connection: BrokerConnection, names: BrokerNames) =>
        new JournalTail(connection, names.journal, LINGER_MS),
    },
  ],
  exports: [Barriers, JournalTail, ToldOffsets],
})
export class JournalModule {}
