import { type RawBase, readBases } from './bases';
import type { DsnBlock } from './block-reader';
import { Complaints, textOf } from './complaints';
import { type ContractReading, type Month, type RawContract, readContract } from './contract';
import type { DeclaredContract, DeclaredEmployee } from './declared';
import { BASE, CONTRACT, CONTRACT_END, CONTRIBUTION, PERSON } from './rubrics';
import { repeats } from './text';
import { cents } from '#domain/values/money';
import type { LineRejection } from '#domain/values/rejection';

export interface EmployeeReading {
  /** Null when a rubrique is rejected, or when no contract follows an AT/MP rate. */
  readonly employee: DeclaredEmployee | null;
  readonly rejections: readonly LineRejection[];
  /** Who is left out for these rejections; null when nobody is, or nothing readable names him. */
  readonly leftOut: string | null;
}

/** The blocks of one employee, from S21.G00.30 to the next; all that the reader ever holds of a file. */
export class EmployeeBlocks {
  private readonly contracts: { readonly block: DsnBlock; readonly ends: DsnBlock[] }[] = [];
  private readonly bases: { readonly block: DsnBlock; readonly contributions: DsnBlock[] }[] = [];
  private readonly faults: LineRejection[] = [];

  constructor(private readonly person: DsnBlock) {
    this.faults.push(...person.faults);
  }

  add(block: DsnBlock): void {
    this.faults.push(...block.faults);
    if (block.id === CONTRACT.id) this.contracts.push({ block, ends: [] });
    else if (block.id === CONTRACT_END.id) this.contracts.at(-1)?.ends.push(block);
    else if (block.id === BASE.id) this.bases.push({ block, contributions: [] });
    else if (block.id === CONTRIBUTION.id) this.bases.at(-1)?.contributions.push(block);
  }

  conclude(month: Month): EmployeeReading {
    return readEmployee(this.person, this.contracts, this.bases, this.faults, month);
  }
}

/** One rejected rubrique leaves the whole employee out of the import: half an employee would be paid on a half truth. */
function readEmployee(
  person: DsnBlock,
  rawContracts: readonly RawContract[],
  rawBases: readonly RawBase[],
  faults: readonly LineRejection[],
  month: Month,
): EmployeeReading {
  const matricule = readMatricule(person);
  const complaints = new Complaints(subjectOf(matricule, rawContracts, person));
  if (rawContracts.length === 0) {
    complaints.add(person.line, CONTRACT, CONTRACT.number, 'ABSENTE', "aucun contrat n'est déclaré ; complétez la DSN");
  }
  const reading = { ...month, secrets: person.secrets, complaints };
  const readings = rawContracts.map((raw) => readContract(raw, reading));
  const kept = readings.flatMap((reading) => (reading.kind === 'kept' ? [reading.contract] : []));
  const elsewhere = new Set(readings.flatMap(numberElsewhere));
  const holders = { kept: kept.map(({ number }) => number), elsewhere };
  const bases = readBases(rawBases, holders, month.period, complaints);
  const rejections = [...faults, ...complaints.list].sort((a, b) => a.line - b.line);
  const [first] = kept;
  const name = matricule ?? (first === undefined ? null : `${first.number}-${first.startedOn}`);
  if (rejections.length > 0 || first === undefined || name === null) {
    return { employee: null, rejections, leftOut: rejections.length > 0 ? name : null };
  }
  const employee: DeclaredEmployee = {
    matricule: name,
    lastName: textOf(person, PERSON.lastName),
    firstName: textOf(person, PERSON.firstName),
    contracts: kept.map((contract, rank): DeclaredContract => ({
      ...contract,
      base: bases.ofContract[rank] ?? cents(0),
    })),
    regularisations: bases.regularisations,
    line: person.line,
  };
  return { employee, rejections, leftOut: null };
}

const numberElsewhere = (reading: ContractReading): string[] =>
  reading.kind === 'elsewhere' && reading.number !== null ? [reading.number] : [];

/** A NIR used as matricule stays at the door: the employee is then named by contract, as if there were none. */
function readMatricule(person: DsnBlock): string | null {
  const matricule = textOf(person, PERSON.matricule);
  return matricule === null || repeats(matricule, person.secrets) ? null : matricule;
}

function subjectOf(matricule: string | null, contracts: readonly RawContract[], person: DsnBlock): string {
  if (matricule !== null) return `Salarié ${matricule}`;
  const [first] = contracts;
  const number = first === undefined ? null : textOf(first.block, CONTRACT.number);
  return number === null || repeats(number, person.secrets) ? 'Salarié sans matricule' : `Salarié du contrat ${number}`;
}
