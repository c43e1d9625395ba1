import { isBoundToCompanies } from '#domain/access/role';
import type { Refusal } from '#domain/values/result';
import type { AuditEntry } from '#storage/audit';
import { attachCompanies, companiesOfAccount, knownCompanies } from '#storage/companies/membership';
import type { Tx } from '#storage/database';
import type { Viewer } from './viewer';

/** Which companies a file may bring: every one, those of the person who sends it, or a fixed list of them. */
export type Admission = PersonsAdmission | { readonly companies: readonly string[] };

type PersonsAdmission =
  | 'ALL'
  | {
      readonly accountId: number;
      /** Companies that nobody knows yet become this account's; else they are refused like those of others. */
      readonly takesNew: boolean;
    };

/** An accountant may bring new clients; a payroll admin only what concerns their own companies. */
export const admissionOf = ({ accountId, role }: Viewer): PersonsAdmission =>
  isBoundToCompanies(role) ? { accountId, takesNew: role === 'ACCOUNTANT' } : 'ALL';

export interface Admitted {
  readonly refused: ReadonlySet<string>;
  /** To be attached to the account once they are recorded. */
  readonly fresh: ReadonlySet<string>;
}

const EVERYTHING: Admitted = { refused: new Set(), fresh: new Set() };

/** Sorts the companies that a file names, on what is known now; to be asked in the transaction that records them. */
export async function admit(tx: Tx, admission: Admission, sirens: ReadonlySet<string>): Promise<Admitted> {
  if (admission === 'ALL') return EVERYTHING;
  const isFixed = 'companies' in admission;
  const own = isFixed ? new Set(admission.companies) : await companiesOfAccount(tx, admission.accountId);
  const others = [...sirens].filter((siren) => !own.has(siren));
  if (isFixed || !admission.takesNew) return { refused: new Set(others), fresh: new Set() };
  const known = await knownCompanies(tx, others);
  return { refused: known, fresh: new Set(others.filter((siren) => !known.has(siren))) };
}

/** Attaches the new companies that were recorded; the entry to append, if there were any. */
export async function attachFresh(
  tx: Tx,
  admission: Admission,
  sirens: readonly string[],
  by: { readonly actor: string; readonly at: string },
): Promise<readonly AuditEntry[]> {
  if (admission === 'ALL' || 'companies' in admission || sirens.length === 0) return [];
  await attachCompanies(tx, admission.accountId, sirens);
  const body = { account: admission.accountId, companies: sirens };
  return [{ ...by, action: 'account.companies_attached', siren: null, siret: null, body, covers: null }];
}

/** Said the same of what others have and of what does not exist. */
export const outsideAccount = (siren: string): Refusal => ({
  code: 'ENTREPRISE_HORS_COMPTE',
  message: `L’entreprise ${siren} n’est pas de celles que vous suivez : demandez à votre administrateur de vous l’ouvrir, puis renvoyez le fichier.`,
});
