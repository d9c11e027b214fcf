import type { StoredAnswer } from '../api/request-ids.js';
import type { OauthChange } from '../oauth/grants.js';
import type { Commit, Profile } from '../store/company.js';

/** Everything that changes a simulator's lasting state, one JSON line each. */
export type Change =
  | { readonly kind: 'company'; readonly realmId: string; readonly profile: Profile }
  /** All commits that make up a new company are there. */
  | { readonly kind: 'loaded'; readonly realmId: string }
  | { readonly kind: 'commit'; readonly realmId: string; readonly commit: Commit }
  | { readonly kind: 'answer'; readonly realmId: string; readonly answer: StoredAnswer }
  | { readonly kind: 'forget'; readonly realmId: string }
  | { readonly kind: 'oauth'; readonly change: OauthChange }
  | { readonly kind: 'meter'; readonly month: string; readonly used: number }
  /** Changes of one call. */
  | { readonly kind: 'together'; readonly changes: readonly Change[] };

/** Where changes are kept. `append` returns only when the change would survive the process. */
export interface ChangeStore {
  read(): Iterable<Change>;
  append(change: Change): void;
  /** Replaces all that was written by these changes. */
  compact(changes: Iterable<Change>): void;
  close(): void;
}
