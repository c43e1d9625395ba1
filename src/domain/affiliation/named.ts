import type { RateProfile } from '../rates/profile';
import { accepted, refused, type Result } from '../values/result';
import { dsnCode, parseRiskCode } from '../values/risk-code';
import type { ContractName, EmployeeContract } from './contract';

/** The contracts of an establishment, found by the names that a spreadsheet gives them. */
export class ContractNames<Contract extends EmployeeContract> {
  private readonly exact = new Map<string, Contract[]>();
  private readonly bare = new Map<string, Contract[]>();

  constructor(contracts: readonly Contract[]) {
    for (const contract of contracts) {
      gather(this.exact, contract.matricule, contract);
      gather(this.bare, bareOf(contract.matricule), contract);
    }
  }

  /** Spreadsheets drop leading zeros: 42 names 00042 when only one can be meant. An empty number means the only contract. */
  find({ matricule, number }: ContractName): Result<Contract> {
    const shown = matricule.slice(0, 30);
    const own = this.exact.get(matricule) ?? this.bare.get(bareOf(matricule)) ?? [];
    if (new Set(own.map((contract) => contract.matricule)).size !== 1) {
      return refused(
        'MATRICULE_INCONNU',
        `Le matricule ${shown} n’a pas de contrat dans cet établissement : vérifiez-le ou importez sa DSN.`,
      );
    }
    const named = number === '' ? own : numbered(own, number);
    const [contract] = named;
    if (named.length === 1 && contract !== undefined) return accepted(contract);
    const numbers = own.map((one) => one.number).join(', ');
    return number === ''
      ? refused('CONTRAT_ABSENT', `Le matricule ${shown} a plusieurs contrats (${numbers}) : nommez-en un.`)
      : refused(
          'CONTRAT_INCONNU',
          `Le matricule ${shown} n’a pas de contrat ${number.slice(0, 30)} : il a ${numbers}.`,
        );
  }
}

function numbered<Contract extends EmployeeContract>(own: readonly Contract[], number: string): readonly Contract[] {
  const exact = own.filter((contract) => contract.number === number);
  return exact.length > 0 ? exact : own.filter((contract) => bareOf(contract.number) === bareOf(number));
}

function gather<Contract>(groups: Map<string, Contract[]>, name: string, contract: Contract): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [contract]);
  else group.push(contract);
}

const bareOf = (word: string): string => word.replace(/^0+(?=.)/, '');

/** By its rank (1 = highest rate) or by its code; never guessed among several. */
export function profileNamed(text: string, profiles: readonly RateProfile[]): Result<RateProfile> {
  const choices = profiles.map(({ code, office }, i) => `${i + 1} = ${dsnCode(code, office)}`).join(', ');
  if (/^\d{1,3}$/.test(text)) {
    const profile = profiles[Number(text) - 1];
    if (profile !== undefined) return accepted(profile);
    return refused('PROFIL_INCONNU', `Le profil ${text} n’existe pas dans la feuille de ce jour : elle a ${choices}.`);
  }
  const code = parseRiskCode(text);
  if (!code.ok) return code;
  const alike = profiles.filter((one) => one.code === code.value.code && one.office === code.value.office);
  const [profile] = alike;
  if (profile === undefined) {
    return refused('PROFIL_INCONNU', `Aucun profil de la feuille de ce jour n’a le code ${text} : elle a ${choices}.`);
  }
  if (alike.length === 1) return accepted(profile);
  return refused('PROFIL_AMBIGU', `Plusieurs profils ont le code ${text} : donnez le numéro, parmi ${choices}.`);
}
