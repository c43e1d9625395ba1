import type { Role } from '#domain/access/role';
import type { AuditEntry } from '#storage/audit';
import { actorOf } from './viewer';

interface Subject {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

interface Act {
  readonly at: string;
  /** Null when the person acts on their own account. */
  readonly by: string | null;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What the journal keeps of an act on an account: its number and name, never its address. */
export const accountEntry = ({ id, name, role }: Subject, action: string, { at, by, more = {} }: Act): AuditEntry => ({
  at,
  actor: by ?? actorOf({ name, role }),
  action,
  siren: null,
  siret: null,
  body: { account: id, name, role, ...more },
  covers: null,
});
