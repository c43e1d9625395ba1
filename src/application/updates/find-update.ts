import { broughtBy } from '#domain/updates/undo';
import { parseUpdateName, type UpdateName } from '#domain/updates/update-name';
import { accepted, refused, type Result } from '#domain/values/result';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';
import type { LedgerSheet } from '#storage/ledger/read-sheets';
import { standingVerdict, type RecordedVerdict } from '#storage/updates/read-update';
import { sees, type Caller } from '../access/caller';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';

/** An automatic update with all that it changed and found. */
export interface FoundUpdate {
  readonly name: UpdateName;
  readonly establishment: KnownEstablishment;
  readonly verdict: RecordedVerdict;
  readonly evidence: EstablishmentEvidence;
  /** The sheets that it brought, one per date of effect. */
  readonly brought: readonly LedgerSheet[];
}

const UNKNOWN = refused(
  'MISE_A_JOUR_INCONNUE',
  'Cette mise à jour automatique est inconnue : partez de la liste des tâches du mois.',
);

/** The update called `auto-<feed>-<siret>`; unknown alike when it is none and when it is of a company the caller does not see. */
export async function findUpdate(tx: Tx, text: string, { scope }: Pick<Caller, 'scope'>): Promise<Result<FoundUpdate>> {
  const name = parseUpdateName(text);
  const establishment = name === null ? null : await readEstablishment(tx, name.siret);
  if (name === null || establishment === null || !sees(scope, establishment.siren)) return UNKNOWN;
  const verdict = await standingVerdict(tx, name);
  if (verdict?.verdict !== 'AUTO_UPDATED') return UNKNOWN;
  const evidence = await readEvidence(tx, name.siret);
  return accepted({ name, establishment, verdict, evidence, brought: broughtBy(evidence.sheets, name.feed) });
}
