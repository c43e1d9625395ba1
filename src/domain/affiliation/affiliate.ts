import type { Population } from '../rates/population';
import { keyText, type RateProfile } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import { frenchDate } from '../values/local-date';
import type { LineRejection } from '../values/rejection';
import { accepted, refused, type Result } from '../values/result';
import { dsnCode, parseRiskCode } from '../values/risk-code';
import type { AffiliationLine } from './affiliation-file';
import { contractText, type Affiliation, type EmployeeContract } from './contract';
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
  for (const line of lines) {
    const judged = judge(line, contracts, sheets);
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
  contracts: readonly EmployeeContract[],
  sheets: readonly RateSheet[],
): Result<AcceptedAffiliation> {
  const contract = contractNamed(line, contracts);
  if (!contract.ok) return contract;
  const { matricule, number, endedOn, regime } = contract.value;
  const { since, population } = line;
  if (endedOn !== null && endedOn < since) {
    return refused(
      'CONTRAT_TERMINE',
      `Le contrat ${number} du matricule ${matricule} s'est terminé le ${frenchDate(endedOn)}, avant la date « depuis » du ${frenchDate(since)}.`,
    );
  }
  const sheet = sheetOn(sheets, since);
  if (sheet === null) {
    return refused('AUCUN_TAUX', `Aucun taux n'est connu au ${frenchDate(since)} : corrigez la date « depuis ».`);
  }
  const profile = profileNamed(line.profile, sheet);
  if (!profile.ok) return profile;
  if (!isOfRegime(profile.value.code, regime)) {
    return refused(
      'REGIME_DIFFERENT',
      `Le code ${dsnCode(profile.value.code, profile.value.office)} n'est pas du régime ${regime} du matricule ${matricule} : choisissez un profil de son régime.`,
    );
  }
  const { code, section, office } = profile.value;
  return accepted({ line: line.line, matricule, number, since, key: { code, section, office }, population });
}

/** Spreadsheets drop leading zeros: 42 names 00042 when only one can be meant. */
function contractNamed(
  { matricule, number }: AffiliationLine,
  contracts: readonly EmployeeContract[],
): Result<EmployeeContract> {
  const shown = matricule.slice(0, 30);
  const own = likeliest(contracts, (contract) => contract.matricule, matricule);
  if (new Set(own.map((contract) => contract.matricule)).size !== 1) {
    return refused(
      'MATRICULE_INCONNU',
      `Le matricule ${shown} n'a pas de contrat dans cet établissement : vérifiez-le ou importez sa DSN.`,
    );
  }
  const named = number === '' ? own : likeliest(own, (contract) => contract.number, number);
  const [contract] = named;
  if (named.length === 1 && contract !== undefined) return accepted(contract);
  const numbers = own.map((one) => one.number).join(', ');
  return number === ''
    ? refused('CONTRAT_ABSENT', `Le matricule ${shown} a plusieurs contrats (${numbers}) : nommez-en un.`)
    : refused('CONTRAT_INCONNU', `Le matricule ${shown} n'a pas de contrat ${number.slice(0, 30)} : il a ${numbers}.`);
}

function likeliest<T>(items: readonly T[], wordOf: (item: T) => string, word: string): readonly T[] {
  const exact = items.filter((item) => wordOf(item) === word);
  return exact.length > 0 ? exact : items.filter((item) => bare(wordOf(item)) === bare(word));
}

const bare = (word: string): string => word.replace(/^0+(?=.)/, '');

function profileNamed(text: string, sheet: RateSheet): Result<RateProfile> {
  const choices = sheet.profiles.map(({ code, office }, i) => `${i + 1} = ${dsnCode(code, office)}`).join(', ');
  if (/^\d{1,3}$/.test(text)) {
    const profile = sheet.profiles[Number(text) - 1];
    if (profile !== undefined) return accepted(profile);
    return refused('PROFIL_INCONNU', `Le profil ${text} n'existe pas dans la feuille de ce jour : elle a ${choices}.`);
  }
  const code = parseRiskCode(text);
  if (!code.ok) return code;
  const alike = sheet.profiles.filter((one) => one.code === code.value.code && one.office === code.value.office);
  const [profile] = alike;
  if (profile === undefined) {
    return refused('PROFIL_INCONNU', `Aucun profil de la feuille de ce jour n'a le code ${text} : elle a ${choices}.`);
  }
  if (alike.length === 1) return accepted(profile);
  return refused('PROFIL_AMBIGU', `Plusieurs profils ont le code ${text} : donnez le numéro, parmi ${choices}.`);
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
