import type { Evidence } from '#domain/affiliation/profile-of';
import type { Siret } from '#domain/values/siret';
import { affiliationsOfMany } from '#storage/affiliation/affiliations';
import { contractsOfMany, type NamedContract } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';
import { declaredLinesOfMany } from '#storage/dsn/read-declared';
import { sheetsOfEstablishments, type LedgerSheet } from '#storage/ledger/read-sheets';

export interface EstablishmentEvidence extends Evidence {
  readonly contracts: readonly NamedContract[];
  readonly sheets: readonly LedgerSheet[];
}

/** All that tells who is paid at which rate in one establishment: four reads, whatever its size. */
export async function readEvidence(tx: Tx, siret: Siret): Promise<EstablishmentEvidence> {
  return (await readEvidenceOfMany(tx, [siret]))(siret);
}

/** The same of several establishments: four reads, whatever their number. */
export async function readEvidenceOfMany(
  tx: Tx,
  sirets: readonly Siret[],
): Promise<(siret: Siret) => EstablishmentEvidence> {
  const contracts = await contractsOfMany(tx, sirets);
  const sheets = await sheetsOfEstablishments(tx, sirets);
  const affiliations = await affiliationsOfMany(tx, sirets);
  const declared = await declaredLinesOfMany(tx, sirets);
  return (siret) => ({
    contracts: contracts.get(siret) ?? [],
    sheets: sheets.get(siret) ?? [],
    affiliations: affiliations.get(siret) ?? [],
    declared: declared.get(siret) ?? [],
  });
}
