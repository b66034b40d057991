import { Module } from '@nestjs/common';
import { LeadershipModule } from '../leadership/leadership.module.js';
import { BeatMetricsModule } from '../metrics/metrics.module.js';
import { RevocationIntake } from '../revocations/revocation-intake.js';
import { RevocationStore } from '../revocations/revocation-store.js';
import { RevokedTimers } from '../revocations/revoked-timers.js';
import { DeadTimers } from './dead-timers.js';
import { TimerBatch } from './timer-batch.js';
import { TimerDispatcher } from './timer-dispatcher.js';
import { TimerIntake } from './timer-intake.js';
import { TimerMover } from './timer-mover.js';
import { TimerPublisher } from './timer-publisher.js';
import { TimerStore } from './timer-store.js';
import { TimersWaiting } from './timers-waiting.js';

@Module({
  imports: [LeadershipModule, BeatMetricsModule],
  providers: [
    DeadTimers,
    RevocationIntake,
    RevocationStore,
    RevokedTimers,
    TimerBatch,
    TimerDispatcher,
    TimerIntake,
    TimerMover,
    TimerPublisher,
    TimerStore,
    TimersWaiting,
  ],
  exports: [TimerMover],
})
export class TimersModule {}
