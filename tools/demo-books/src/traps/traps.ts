import type { StoreBuilder } from '../store-builder.js';

/** Everything that real books hold beside the plain records; about `n` cases of each. */
export function addTraps(store: StoreBuilder, n: number): void {
  void store;
  void n;
}
