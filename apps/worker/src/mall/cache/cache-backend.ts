import type { KeyvStoreAdapter } from 'keyv';

/** Where the shared cache keeps its entries. Every method is about this product's own entries only. */
export interface CacheBackend {
  readonly store: KeyvStoreAdapter;
  /** What the product's own keys begin with. */
  readonly namespace: string;
  /** Returns how many were removed. */
  removeExpired(): Promise<number>;
  removeAll(): Promise<number>;
  count(): Promise<number>;
  close(): Promise<void>;
}
