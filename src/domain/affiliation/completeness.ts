import { sheetOn } from '../rates/sheet';
import { lastDay, periodOf, type LocalDate } from '../values/local-date';
import { isOpenIn, type EmployeeContract } from './contract';
import { Affiliations, hasProfileFor, type Evidence } from './profile-of';

/**
 * Whether, from that day on, every open contract is on a profile of the sheet in force and every profile has an
 * employee. Contracts of a regime that no profile is for (MSA) are paid by another sheet and are not asked about.
 */
export function everyoneIsAffiliated(
  contracts: readonly EmployeeContract[],
  evidence: Evidence,
  from: LocalDate,
): boolean {
  const sheet = sheetOn(evidence.sheets, from);
  if (sheet === null) return false;
  const month = periodOf(from);
  const affiliations = new Affiliations(evidence);
  const open = contracts.filter(
    (contract) => isOpenIn(contract, from, lastDay(month)) && hasProfileFor(contract, sheet.profiles),
  );
  const profiles = open.map((contract) => affiliations.profileOf(contract, month, from, sheet));
  return !profiles.includes(null) && sheet.profiles.every((profile) => profiles.includes(profile));
}
