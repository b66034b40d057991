import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Counter, Gauge, Registry } from 'prom-client';
import { LastingAccess } from '../auth/lasting-access.js';
import type { Principal } from '../auth/principal.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { ProblemException, TryAgainLater } from '../http/problem-exception.js';
import type { EventStream } from './event-stream.js';
import { HEARTBEAT } from './sse-frame.js';

const HEARTBEAT_MS = 15_000;
/** How often it is asked whether those who read still may. */
const ACCESS_MS = 2_000;
/** Longest time that clients have at a shutdown to read the rest. */
const FAREWELL_MS = 1_000;
/** Longest time that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Open {
  readonly stream: EventStream;
  readonly principal: Principal;
  readonly closed: Promise<void>;
}

/** Every stream that is served: how many there may be, their heartbeat and their end. */
@Injectable()
export class OpenStreams implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('EventStreams');
  private readonly open = new Set<Open>();
  private readonly byUser = new Map<string, number>();
  private readonly slow: Counter;
  private heartbeat: NodeJS.Timeout | null = null;
  private closing = false;

  constructor(
    private readonly config: GatewayConfig,
    private readonly access: LastingAccess,
    registry: Registry,
  ) {
    new Gauge({
      name: 'celerity_gateway_event_streams',
      help: 'Event streams that are open',
      registers: [registry],
      collect: this.countInto(this.open),
    });
    this.slow = new Counter({
      name: 'celerity_gateway_event_streams_cut_total',
      help: 'Event streams ended because their client did not read',
      registers: [registry],
    });
  }

  get count(): number {
    return this.open.size;
  }

  /**
   * Counts the stream until it closes; call `onClose` then.
   * @throws ProblemException 429, 503
   */
  admit(stream: EventStream, principal: Principal, onClose: () => void): void {
    const { name, expiresAt } = principal;
    if (this.closing) throw new TryAgainLater('shutting-down', 'This gateway shuts down. Connect again.');
    if (this.open.size >= this.config.EVENT_STREAMS) throw tooManyStreams(this.config.EVENT_STREAMS);
    const own = this.byUser.get(name) ?? 0;
    if (own >= this.config.EVENT_STREAMS_PER_USER) throw tooManyOfYours(own);
    this.byUser.set(name, own + 1);
    this.heartbeat ??= setInterval(() => this.beat(), HEARTBEAT_MS).unref();
    const expiry = expiresAt === undefined ? undefined : this.endAt(stream, expiresAt);
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const entry = { stream, principal, closed };
    this.open.add(entry);
    stream.readable.once('error', () => undefined);
    stream.readable.once('close', () => {
      clearTimeout(expiry);
      this.open.delete(entry);
      this.forget(name);
      if (stream.cut) this.noteCut(name);
      onClose();
      resolve();
    });
  }

  /** Whoever's key was revoked or user was changed reads no further. */
  @Interval(ACCESS_MS)
  async endForbidden(): Promise<void> {
    await Promise.all(
      [...this.open].map(async ({ stream, principal }) => {
        if (!(await this.access.holds(principal))) stream.end('access_ended');
      }),
    );
  }

  onModuleDestroy(): void {
    this.closing = true;
    if (this.heartbeat) clearInterval(this.heartbeat);
    for (const { stream } of this.open) stream.end('shutdown');
  }

  /** Whoever does not read its farewell in time is cut: nobody may hold up the shutdown. */
  async beforeApplicationShutdown(): Promise<void> {
    const timer = setTimeout(() => this.cutAll(), FAREWELL_MS);
    await Promise.all([...this.open].map(({ closed }) => closed));
    clearTimeout(timer);
  }

  private cutAll(): void {
    for (const { stream } of this.open) stream.readable.destroy();
  }

  private beat(): void {
    for (const { stream } of this.open) stream.write(HEARTBEAT);
  }

  private endAt(stream: EventStream, expiresAt: number): NodeJS.Timeout {
    const left = Math.max(0, Math.min(expiresAt - Date.now(), LONGEST_TIMER_MS));
    return setTimeout(() => stream.end('token_expired'), left).unref();
  }

  private forget(name: string): void {
    const left = (this.byUser.get(name) ?? 1) - 1;
    if (left > 0) this.byUser.set(name, left);
    else this.byUser.delete(name);
  }

  private noteCut(user: string): void {
    this.slow.inc();
    this.logger.warn(`cut an event stream of ${user}: it is not read fast enough`);
  }

  private countInto(open: ReadonlySet<Open>): (this: Gauge) => void {
    return function () {
      this.set(open.size);
    };
  }
}

function tooManyOfYours(own: number): ProblemException {
  return new ProblemException(429, {
    kind: 'too-many-streams',
    title: 'Too Many Requests',
    detail: `You have ${own} event streams open here already. Close one, or follow many tasks with the one at /api/core/events.`,
    headers: { 'retry-after': '5' },
  });
}

function tooManyStreams(most: number): TryAgainLater {
  return new TryAgainLater(
    'too-many-streams',
    `${most} event streams are open here already. Try again later; the operator can raise EVENT_STREAMS.`,
    5,
  );
}
