import { isBoundToCompanies, ROLE_WORDS, type Role } from '#domain/access/role';
import type { Caller } from './caller';

export { ROLES, type Role } from '#domain/access/role';

/** The person behind a request; `actor` is their name and role as the journal shows them. */
export interface Viewer extends Caller {
  readonly accountId: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly companies: readonly string[];
}

/** As the journal names a person. */
export const actorOf = ({ name, role }: Pick<Person, 'name' | 'role'>): string =>
  `personne : ${name} (${ROLE_WORDS[role]})`;

export const viewerOf = ({ id, name, email, role, companies }: Person): Viewer => ({
  accountId: id,
  ...{ name, email, role },
  actor: actorOf({ name, role }),
  scope: isBoundToCompanies(role) ? { companies } : 'system',
});
