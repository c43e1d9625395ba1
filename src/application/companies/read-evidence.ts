import type { Evidence } from '#domain/affiliation/profile-of';
import type { Siret } from '#domain/values/siret';
import { affiliationsOf } from '#storage/affiliation/affiliations';
import { contractsOf, type NamedContract } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';
import { declaredLinesOf } from '#storage/dsn/read-declared';
import { sheetsOfEstablishment, type LedgerSheet } from '#storage/ledger/read-sheets';

export interface EstablishmentEvidence extends Evidence {
  readonly contracts: readonly NamedContract[];
  readonly sheets: readonly LedgerSheet[];
}

/** All that tells who is paid at which rate in one establishment: four reads, whatever its size. */
export async function readEvidence(tx: Tx, siret: Siret): Promise<EstablishmentEvidence> {
  return {
    contracts: await contractsOf(tx, siret),
    sheets: await sheetsOfEstablishment(tx, siret),
    affiliations: await affiliationsOf(tx, siret),
    declared: await declaredLinesOf(tx, siret),
  };
}
