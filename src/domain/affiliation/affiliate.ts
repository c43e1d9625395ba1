import type { Population } from '../rates/population';
import { keyText } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import { frenchDate } from '../values/local-date';
import type { LineRejection } from '../values/rejection';
import { accepted, refused, type Result } from '../values/result';
import { dsnCode } from '../values/risk-code';
import type { AffiliationLine } from './affiliation-file';
import { contractText, type Affiliation, type EmployeeContract } from './contract';
import { ContractNames, profileNamed } from './named';
import { isOfRegime } from './profile-of';

export interface AcceptedAffiliation extends Affiliation {
  readonly line: number;
  readonly population: Population | null;
}

export interface JudgedAffiliations {
  readonly affiliations: readonly AcceptedAffiliation[];
  readonly rejections: readonly LineRejection[];
}

/** Holds the lines of a file against the establishment's contracts and sheets; each is accepted or rejected on its own. */
export function judgeAffiliations(
  lines: readonly AffiliationLine[],
  contracts: readonly EmployeeContract[],
  sheets: readonly RateSheet[],
): JudgedAffiliations {
  const affiliations: AcceptedAffiliation[] = [];
  const rejections: LineRejection[] = [];
  const names = new ContractNames(contracts);
  for (const line of lines) {
    const judged = judge(line, names, sheets);
    if (judged.ok) affiliations.push(judged.value);
    else rejections.push({ line: line.line, ...judged.refusal });
  }
  const contradicted = contradictions(affiliations);
  return {
    affiliations: affiliations.filter(({ line }) => !contradicted.some((rejection) => rejection.line === line)),
    rejections: [...rejections, ...contradicted].sort((a, b) => a.line - b.line),
  };
}

function judge(
  line: AffiliationLine,
  names: ContractNames<EmployeeContract>,
  sheets: readonly RateSheet[],
): Result<AcceptedAffiliation> {
  const contract = names.find(line);
  if (!contract.ok) return contract;
  const { matricule, number, endedOn, regime } = contract.value;
  const { since, population } = line;
  if (endedOn !== null && endedOn < since) {
    return refused(
      'CONTRAT_TERMINE',
      `Le contrat ${number} du matricule ${matricule} s’est terminé le ${frenchDate(endedOn)}, avant la date « depuis » du ${frenchDate(since)}.`,
    );
  }
  const sheet = sheetOn(sheets, since);
  if (sheet === null) {
    return refused('AUCUN_TAUX', `Aucun taux n’est connu au ${frenchDate(since)} : corrigez la date « depuis ».`);
  }
  const profile = profileNamed(line.profile, sheet.profiles);
  if (!profile.ok) return profile;
  if (!isOfRegime(profile.value.code, regime)) {
    return refused(
      'REGIME_DIFFERENT',
      `Le code ${dsnCode(profile.value.code, profile.value.office)} n’est pas du régime ${regime} du matricule ${matricule} : choisissez un profil de son régime.`,
    );
  }
  const { code, section, office } = profile.value;
  return accepted({ line: line.line, matricule, number, since, key: { code, section, office }, population });
}

/** Two profiles for one contract from one day: nothing tells which is meant, so neither is taken. */
function contradictions(affiliations: readonly AcceptedAffiliation[]): LineRejection[] {
  const groups = new Map<string, AcceptedAffiliation[]>();
  for (const one of affiliations) {
    const name = `${contractText(one)}\n${one.since}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ key }) => keyText(key))).size > 1)
    .flatMap((group) =>
      group.map(({ line, matricule, number }) => ({
        line,
        code: 'AFFILIATIONS_CONTRADICTOIRES',
        message: `Le contrat ${number} du matricule ${matricule} est mis sur plusieurs profils à la même date (lignes ${group.map((one) => one.line).join(', ')}) : gardez-en une.`,
      })),
    );
}
