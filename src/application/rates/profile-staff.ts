import { isOpenIn } from '#domain/affiliation/contract';
import { PayrollRates, type Assigned } from '#domain/payroll/payroll';
import { keyText } from '#domain/rates/profile';
import type { Reference } from '#domain/reference/reference';
import { groupedBy } from '#domain/values/grouped';
import type { LocalDate } from '#domain/values/local-date';
import type { NamedContract } from '#storage/companies/read-establishment';
import type { EstablishmentEvidence } from '../companies/read-evidence';

/** Who is paid at which rate on a day. */
export interface ProfileStaff {
  /** Contracts by the key of their profile (`keyText`). */
  readonly byProfile: ReadonlyMap<string, readonly NamedContract[]>;
  /** 999ZZ: no rate may stand beside it. */
  readonly awaiting: readonly NamedContract[];
  /** Each with the sentence of what stops its payroll. */
  readonly blocked: readonly (NamedContract & { readonly because: string })[];
}

type Placed = NamedContract & { readonly assigned: Assigned };

export function staffOf(evidence: EstablishmentEvidence, reference: Reference, day: LocalDate): ProfileStaff {
  const rates = new PayrollRates(evidence.contracts, evidence, reference);
  const placed = evidence.contracts
    .filter((contract) => isOpenIn(contract, day, day))
    .map((contract): Placed => ({ ...contract, assigned: rates.on(contract, day) }));
  return {
    byProfile: groupedBy(placed.filter(isRated), ({ assigned }) => keyText(assigned.profile)),
    awaiting: placed.filter(({ assigned }) => assigned.kind === 'AWAITING'),
    blocked: placed.flatMap(({ assigned, ...contract }) =>
      assigned.kind === 'BLOCKED' ? [{ ...contract, because: assigned.message }] : [],
    ),
  };
}

const isRated = (one: Placed): one is Placed & { readonly assigned: Extract<Assigned, { kind: 'RATED' }> } =>
  one.assigned.kind === 'RATED';
