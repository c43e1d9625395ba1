import type { Caller } from '../access/caller';

/** Who makes, sees and revokes keys: somebody bound to companies has only those that follow their own account. */
export interface KeyHolder extends Caller {
  /** Null for a command. */
  readonly accountId: number | null;
}
