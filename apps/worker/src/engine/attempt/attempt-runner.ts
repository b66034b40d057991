import { Injectable } from '@nestjs/common';
import { describeError, type TaskMessage } from '@celerity/contracts';
import { decodeTask, type Delivery, JournalWriter, MalformedMessage } from '@celerity/messaging';
import { faultPoint, ServiceLogger, traceIdOf, Tracing } from '@celerity/service';
import { BegunTasks } from '../../revocations/begun-tasks.js';
import { Revocations } from '../../revocations/revocations.js';
import type { Attempt } from './attempt.js';
import { Cancellation } from './cancellation.js';
import { AttemptAdmission, isSuspect } from '../admission/attempt-admission.js';
import { AttemptClaims, type Claim } from '../admission/attempt-claims.js';
import { limitProblem, limitsOf } from './attempt-limits.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { AttemptPerformer } from './attempt-performer.js';
import { GivenUp } from '../admission/given-up.js';
import { HandlerRegistry, type RegisteredTask } from '../handlers/handler-registry.js';
import { OutcomeRecorder } from '../outcome/outcome-recorder.js';
import { EngineSettings } from '../engine-settings.js';
import { SlotLine } from '../slots/slot-line.js';
import { UnknownTasks } from '../admission/unknown-tasks.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

/** How long the start of an attempt waits for its end to leave with: most are quick, and one event then does. */
const START_LINGER_MS = 5;

/** An attempt that has ended, and the right to settle it. */
interface Run {
  readonly attempt: Attempt;
  readonly claim: Claim;
  readonly outcome: AttemptOutcome;
}

/**
 * One attempt, top to bottom:
 * decode → resolve → may it run? → is it revoked? → start → perform → record → settle.
 * The ack comes last, after everything that must survive has been confirmed.
 */
@Injectable()
export class AttemptRunner {
  private readonly outcomes: ServiceLogger['pino'];

  constructor(
    private readonly registry: HandlerRegistry,
    private readonly unknown: UnknownTasks,
    private readonly admission: AttemptAdmission,
    private readonly claims: AttemptClaims,
    private readonly line: SlotLine,
    private readonly performer: AttemptPerformer,
    private readonly recorder: OutcomeRecorder,
    private readonly givenUp: GivenUp,
    private readonly revocations: Revocations,
    private readonly begun: BegunTasks,
    private readonly journal: JournalWriter,
    private readonly settings: EngineSettings,
    private readonly identity: WorkerIdentity,
    private readonly logger: ServiceLogger,
    private readonly tracing: Tracing,
  ) {
    // Nothing to look for by name: the event's fields are ours, and the last gate hides credentials in their text.
    this.outcomes = logger.pino.child({}, { redact: [] });
  }

  async run(delivery: Delivery): Promise<void> {
    const message = decoded(delivery);
    if (message instanceof MalformedMessage) return this.givenUp.buryMalformed(delivery, message);
    const registered = this.registry.find(message.taskName);
    if (!registered) return this.unknown.keep(delivery, message);
    if (!(await this.admission.admits(delivery, message, registered))) return;
    const admittedAt = performance.now();
    const run = await this.line.inSlot(delivery, message, registered.task, async () =>
      (await this.admission.admitsStill(delivery, message, registered, admittedAt))
        ? this.perform(delivery, message, registered)
        : null,
    );
    if (run === 'revoked') return this.revoke(delivery, message);
    if (run) await this.settle(run);
  }

  /** Null when it runs here already: that run settles this delivery too. */
  private async perform(
    delivery: Delivery,
    message: TaskMessage,
    registered: RegisteredTask,
  ): Promise<Run | 'revoked' | null> {
    if (!(await this.revocations.upToDate()) || delivery.lost) return null;
    if (this.claims.join(message, delivery)) return null;
    if (this.revocations.has(message.taskId)) return 'revoked';
    // Nothing is awaited between the look and this: a revocation is heard either before it or as of a begun task.
    const cancellation = new Cancellation();
    this.begun.begin(message.taskId, cancellation);
    const claim = this.claims.claim(message, delivery);
    const attempt = this.begin(delivery, message, registered, cancellation);
    try {
      return { attempt, claim, outcome: this.unlessRevoked(message, await this.outcomeOf(attempt)) };
    } catch (error) {
      attempt.span?.end({ error: String(error) });
      this.letGo(attempt);
      this.begun.end(message.taskId, cancellation);
      claim.release();
      throw error;
    }
  }

  /** What failed after its revocation is not tried again. */
  private unlessRevoked({ taskId }: TaskMessage, outcome: AttemptOutcome): AttemptOutcome {
    if (outcome.kind !== 'retry' && outcome.kind !== 'failed') return outcome;
    return this.revocations.has(taskId) ? { kind: 'revoked', error: outcome.error } : outcome;
  }

  private async revoke(delivery: Delivery, { taskId, attempt }: TaskMessage): Promise<void> {
    const at = new Date().toISOString();
    await this.journal.append({ type: 'revoked', task_id: taskId, at, attempt }).confirmed;
    this.logger.pino.info({ task_id: taskId, attempt }, 'the task is revoked, not run');
    delivery.ack();
  }

  private begin(
    delivery: Delivery,
    message: TaskMessage,
    registered: RegisteredTask,
    cancellation: Cancellation,
  ): Attempt {
    const startedAt = new Date();
    const started = this.journal.append(
      {
        type: 'started',
        task_id: message.taskId,
        at: startedAt.toISOString(),
        attempt: message.attempt,
        worker: this.identity.name,
      },
      isSuspect(delivery, message) ? {} : { lingerMs: START_LINGER_MS },
    );
    const { taskId, taskName, attempt } = message;
    const span = this.tracing.start({
      name: `run ${taskName}`,
      kind: 'consumer',
      parent: message.traceparent,
      attributes: { 'messaging.message.id': taskId, 'celerity.attempt': attempt },
    });
    // What it causes, its retries and children, is told of by its own span.
    const traced = span ? { ...message, traceparent: span.traceparent } : message;
    return { delivery, message: traced, registered, cancellation, startedAt, started, span };
  }

  private async outcomeOf(attempt: Attempt): Promise<AttemptOutcome> {
    const { delivery, message, registered, startedAt, started } = attempt;
    if (message.expires && Date.parse(message.expires) <= startedAt.getTime()) return { kind: 'expired' };
    const problem = limitProblem(limitsOf(registered.task, message), this.settings.consumerTimeoutMs);
    if (problem) return { kind: 'failed', error: describeError(problem) };
    // Should it be the one that kills workers, this run must be known before it does so again.
    if (isSuspect(delivery, message)) await started.confirmed;
    faultPoint('worker.before_run');
    return this.performer.perform(attempt);
  }

  private async settle({ attempt, claim, outcome }: Run): Promise<void> {
    try {
      faultPoint('worker.after_effect');
      const recorded = outcome.kind !== 'interrupted' && (await this.recorder.record(attempt, outcome));
      faultPoint('worker.before_ack');
      if (recorded) claim.ack();
      else this.letGo(attempt);
      this.logOutcome(attempt, outcome);
    } catch (error) {
      this.letGo(attempt);
      throw error;
    } finally {
      attempt.span?.end({
        attributes: { 'celerity.outcome': outcome.kind },
        error: 'error' in outcome ? outcome.error?.message : undefined,
      });
      this.begun.end(attempt.message.taskId, attempt.cancellation);
      claim.release();
    }
  }

  /** It ended without an outcome, and will be delivered again: no worker died of it. */
  private letGo({ message, startedAt, started }: Attempt): void {
    this.journal.append(
      {
        type: 'interrupted',
        task_id: message.taskId,
        at: new Date().toISOString(),
        attempt: message.attempt,
        worker: this.identity.name,
        started_at: startedAt.toISOString(),
      },
      { supersedes: started },
    );
  }

  private logOutcome({ message, startedAt }: Attempt, outcome: AttemptOutcome): void {
    const facts = {
      task_id: message.taskId,
      task_name: message.taskName,
      attempt: message.attempt,
      trace_id: traceIdOf(message.traceparent),
      outcome: outcome.kind,
      duration_ms: Date.now() - startedAt.getTime(),
      ...('error' in outcome && outcome.error
        ? { error_type: outcome.error.type, error: outcome.error.message }
        : {}),
    };
    if (outcome.kind === 'failed') this.outcomes.warn(facts, 'task failed');
    else this.outcomes.info(facts, 'attempt ended');
  }
}

/** A message that no codec can read is given back as why not. */
function decoded({ content, properties }: Delivery): TaskMessage | MalformedMessage {
  try {
    return decodeTask(content, properties);
  } catch (error) {
    if (error instanceof MalformedMessage) return error;
    throw error;
  }
}
