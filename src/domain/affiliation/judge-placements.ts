import type { RateProfile } from '../rates/profile';
import type { LineRejection } from '../values/rejection';
import { dsnCode } from '../values/risk-code';
import { contractText, type EmployeeContract } from './contract';
import { ContractNames, profileNamed } from './named';
import type { PlacementLine } from './placement-table';
import { isOfRegime } from './profile-of';

/** A row that can be taken: this contract on the profile of this rank, 1 being the highest rate. */
export interface Placement<Contract extends EmployeeContract = EmployeeContract> {
  readonly line: number;
  readonly contract: Contract;
  readonly rank: number;
}

export interface JudgedPlacements<Contract extends EmployeeContract = EmployeeContract> {
  readonly placements: readonly Placement<Contract>[];
  readonly rejections: readonly LineRejection[];
}

type Judged<Contract extends EmployeeContract> =
  | { readonly kind: 'PLACED'; readonly placement: Placement<Contract> }
  | { readonly kind: 'REFUSED'; readonly rejection: LineRejection };

/** Holds rows against the contracts and profiles of a task; each is taken or refused on its own, with a sentence. */
export function judgePlacements<Contract extends EmployeeContract>(
  lines: readonly PlacementLine[],
  contracts: readonly Contract[],
  profiles: readonly RateProfile[],
): JudgedPlacements<Contract> {
  const names = new ContractNames(contracts);
  const judged = lines.map((line) => judge(line, names, profiles));
  const placements = judged.flatMap((one) => (one.kind === 'PLACED' ? [one.placement] : []));
  const rejections = judged.flatMap((one) => (one.kind === 'REFUSED' ? [one.rejection] : []));
  const contradicted = contradictions(placements);
  const refused = new Set(contradicted.map(({ line }) => line));
  return {
    placements: placements.filter(({ line }) => !refused.has(line)),
    rejections: [...rejections, ...contradicted].sort((a, b) => a.line - b.line),
  };
}

function judge<Contract extends EmployeeContract>(
  { line, matricule, number, profile: text }: PlacementLine,
  names: ContractNames<Contract>,
  profiles: readonly RateProfile[],
): Judged<Contract> {
  const contract = names.find({ matricule, number });
  if (!contract.ok) return { kind: 'REFUSED', rejection: { line, ...contract.refusal } };
  const profile = profileNamed(text, profiles);
  if (!profile.ok) return { kind: 'REFUSED', rejection: { line, ...profile.refusal } };
  const { code, office } = profile.value;
  if (!isOfRegime(code, contract.value.regime)) {
    const message = `Le code ${dsnCode(code, office)} n’est pas du régime ${contract.value.regime} du matricule ${contract.value.matricule} : choisissez un profil de son régime.`;
    return { kind: 'REFUSED', rejection: { line, code: 'REGIME_DIFFERENT', message } };
  }
  const placement = { line, contract: contract.value, rank: profiles.indexOf(profile.value) + 1 };
  return { kind: 'PLACED', placement };
}

/** Two profiles for one contract: nothing tells which is meant, so neither is taken. */
function contradictions(placements: readonly Placement[]): readonly LineRejection[] {
  const groups = new Map<string, Placement[]>();
  for (const one of placements) {
    const group = groups.get(contractText(one.contract));
    if (group === undefined) groups.set(contractText(one.contract), [one]);
    else group.push(one);
  }
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ rank }) => rank)).size > 1)
    .flatMap((group) =>
      group.map(({ line, contract: { matricule } }) => ({
        line,
        code: 'AFFILIATIONS_CONTRADICTOIRES',
        message: `Le matricule ${matricule} est mis sur plusieurs profils (lignes ${group.map((one) => one.line).join(', ')}) : gardez-en une.`,
      })),
    );
}
