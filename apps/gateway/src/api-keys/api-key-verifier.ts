import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { Principal } from '../auth/principal.js';
import { StoreUnavailable } from '../database/store-unavailable.js';
import { hashOfKey } from './api-key.js';
import { ApiKeysRepository, type ValidKey } from './api-keys.repository.js';

/** An answer is asked for again after so long: so late is a revocation noticed by every replica. */
const REMEMBERED_MS = 30_000;
/** How long the last answer is good while the database is away: submits need no database. */
const WITHOUT_DATABASE_MS = 15 * 60_000;
const ASK_AGAIN_MS = 5_000;
const MOST_KEYS = 5_000;
const USE_WRITTEN_MS = 30_000;

interface Known {
  readonly key: ValidKey;
  readonly askedAt: number;
  readonly askAgainAt: number;
}

/** Tells whose API key it is. Known keys are remembered by their hash; unknown ones cost a look-up each. */
@Injectable()
export class ApiKeyVerifier {
  private readonly logger = new Logger('ApiKeys');
  private readonly known = new Map<string, Known>();
  private readonly asking = new Map<string, Promise<ValidKey | null>>();
  private used = new Set<string>();

  constructor(private readonly keys: ApiKeysRepository) {}

  /** Null when it is unknown, revoked or expired. @throws StoreUnavailable */
  async verify(key: string, now = Date.now()): Promise<Principal | null> {
    const keyHash = hashOfKey(key);
    const valid = await this.findValid(keyHash, now);
    if (!valid) return null;
    this.used.add(valid.id);
    const expiry = valid.expires_at ? { expiresAt: valid.expires_at.getTime() } : {};
    return { name: `api-key:${valid.name}`, role: valid.role, keyHash, ...expiry };
  }

  /** False once the key is revoked or expired; for what goes on long after it was verified. @throws StoreUnavailable */
  async isStillValid(keyHash: string): Promise<boolean> {
    return (await this.findValid(keyHash, Date.now())) !== null;
  }

  /** This replica revoked it, and needs no reminding. */
  forget(id: string): void {
    for (const [hash, { key }] of this.known) if (key.id === id) this.known.delete(hash);
  }

  @Interval(USE_WRITTEN_MS)
  async writeUse(): Promise<void> {
    const ids = [...this.used];
    this.used = new Set();
    if (ids.length === 0) return;
    await this.keys
      .used(ids)
      .catch((error: Error) => this.logger.warn(`last use is not noted: ${error.message}`));
  }

  private async findValid(hash: string, now: number): Promise<ValidKey | null> {
    const known = this.known.get(hash);
    const valid = known && now < known.askAgainAt ? known.key : await this.ask(hash, known, now);
    return valid?.expires_at && valid.expires_at.getTime() <= now ? null : valid;
  }

  /** Requests with the same key ask once. */
  private ask(hash: string, known: Known | undefined, now: number): Promise<ValidKey | null> {
    const already = this.asking.get(hash);
    if (already) return already;
    const asked = this.lookUp(hash, known, now).finally(() => this.asking.delete(hash));
    this.asking.set(hash, asked);
    return asked;
  }

  private async lookUp(hash: string, known: Known | undefined, now: number): Promise<ValidKey | null> {
    try {
      const key = await this.keys.findValid(hash);
      if (key) this.remember(hash, { key, askedAt: now, askAgainAt: now + REMEMBERED_MS });
      else this.known.delete(hash);
      return key;
    } catch (error) {
      const isGood = known !== undefined && now - known.askedAt < WITHOUT_DATABASE_MS;
      if (!isGood || !(error instanceof StoreUnavailable)) throw error;
      this.remember(hash, { ...known, askAgainAt: now + ASK_AGAIN_MS });
      return known.key;
    }
  }

  private remember(hash: string, known: Known): void {
    this.known.delete(hash);
    const [oldest] = this.known.size >= MOST_KEYS ? this.known.keys() : [];
    if (oldest !== undefined) this.known.delete(oldest);
    this.known.set(hash, known);
  }
}
