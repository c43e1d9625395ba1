import { contractText, isOpenSince, type EmployeeContract } from '../affiliation/contract';
import { Affiliations, hasProfileFor, type Evidence, type Suggestion } from '../affiliation/profile-of';
import type { RateProfile } from '../rates/profile';
import { sheetOn } from '../rates/sheet';
import { addDays, periodOf, type LocalDate } from '../values/local-date';
import type { AffiliationQuestion } from './roster';

/**
 * What an affiliation from a day asks of an establishment as it is known now: its contracts open on that day or later,
 * and where the program would put each. Contracts of a regime that no profile is for (MSA) are not asked about.
 * `fallback`: the profiles of the task, when no sheet holds on that day.
 */
export function affiliationQuestion<Contract extends EmployeeContract>(
  since: LocalDate,
  evidence: Evidence & { readonly contracts: readonly Contract[] },
  fallback: readonly RateProfile[],
): AffiliationQuestion<Contract> {
  const sheet = sheetOn(evidence.sheets, since);
  // The sheet in force, as another may have come since the task was raised.
  const profiles = sheet?.profiles ?? fallback;
  const contracts = evidence.contracts.filter(
    (contract) => isOpenSince(contract, since) && hasProfileFor(contract, profiles),
  );
  const suggestions = new Map<string, Suggestion>();
  const affiliations = new Affiliations(evidence);
  for (const contract of contracts) {
    const day = contract.startedOn > since ? contract.startedOn : since;
    const suggestion = sheet === null ? null : affiliations.suggestionFor(contract, periodOf(day), day, sheet);
    if (suggestion !== null) suggestions.set(contractText(contract), suggestion);
  }
  return { since, profiles, contracts, suggestions };
}

/** The profile that each contract was on the day before, by `contractText`; who was not there yet has none. */
export function formerProfiles(
  since: LocalDate,
  evidence: Evidence & { readonly contracts: readonly EmployeeContract[] },
): ReadonlyMap<string, RateProfile> {
  const eve = addDays(since, -1);
  const sheet = sheetOn(evidence.sheets, eve);
  const former = new Map<string, RateProfile>();
  if (sheet === null) return former;
  const affiliations = new Affiliations(evidence);
  for (const contract of evidence.contracts) {
    if (contract.startedOn > eve) continue;
    const profile = affiliations.profileOf(contract, periodOf(eve), eve, sheet);
    if (profile !== null) former.set(contractText(contract), profile);
  }
  return former;
}
