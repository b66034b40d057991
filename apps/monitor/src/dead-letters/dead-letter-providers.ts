import type { Provider } from '@nestjs/common';
import { DeadLetterDiscards } from './dead-letter-discards.js';
import { DeadLetterIntake } from './dead-letter-intake.js';
import { DeadLetterLists } from './dead-letter-lists.js';
import { DeadLetterReplays } from './dead-letter-replays.js';
import { DeadLetterStore } from './dead-letter-store.js';
import { DeadTasks } from './dead-tasks.js';
import { LeftBehindReplays } from './left-behind-replays.js';
import { ReplayDecisions } from './replay-decisions.js';
import { ReplaySender } from './replay-sender.js';

/** Everything about dead letters; part of the monitor's one module, with which it shares the projection. */
export const DEAD_LETTER_PROVIDERS: Provider[] = [
  DeadLetterDiscards,
  DeadLetterIntake,
  DeadLetterLists,
  DeadLetterReplays,
  DeadLetterStore,
  DeadTasks,
  LeftBehindReplays,
  ReplayDecisions,
  ReplaySender,
];
