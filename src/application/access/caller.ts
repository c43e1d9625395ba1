import type { Scope } from '#storage/database';

/** On whose behalf a verb works: who the journal names, and whose companies the work may see. */
export interface Caller {
  /** As the journal shows it: a component of the system, or a person. */
  readonly actor: string;
  readonly scope: Scope;
}

/** A command, a job or the schedule: they see every company. */
export const systemCaller = (actor: string): Caller => ({ actor, scope: 'system' });

/** The first wall between companies; row-level security is the second. */
export const sees = (scope: Scope, siren: string): boolean => scope === 'system' || scope.companies.includes(siren);

/** The same for a query of many rows: the companies it keeps to, null for all. */
export const companiesOf = (scope: Scope): readonly string[] | null => (scope === 'system' ? null : scope.companies);
