import type { DsnBlock } from './block-reader';
import { Complaints } from './complaints';
import type { Knows } from './contract';
import { type Declaration, hasEmployees, readDeclaration } from './declaration';
import type { DeclaredEstablishment, DsnSink, Regularisation } from './declared';
import { EmployeeBlocks } from './employee';
import { pastAggregate, readEstablishment } from './establishment';
import { AGGREGATE, COMPANY, DECLARATION, ESTABLISHMENT, PERSON, STATEMENT } from './rubrics';

interface OpenEstablishment {
  readonly declared: DeclaredEstablishment;
  readonly regularisations: Regularisation[];
  told: boolean;
  /** An employee under a nil or cancelled month was met, and complained of once. */
  unexpected: boolean;
}

/** Walks the declarations of one envelope: S20 → company (06) → establishment (11) → employees (30). Null stands for skipped. */
export class DeclarationWalk {
  private declaration: Declaration | null = null;
  private company: DsnBlock | null = null;
  private statement: DsnBlock | null = null;
  private establishment: OpenEstablishment | null = null;
  private employee: EmployeeBlocks | null = null;

  constructor(
    private readonly knows: Knows,
    private readonly test: boolean,
    private readonly sink: DsnSink,
  ) {}

  take(block: DsnBlock): void {
    switch (block.id) {
      case DECLARATION.id:
        this.openDeclaration(block);
        break;
      case COMPANY.id:
        this.close();
        this.company = block;
        break;
      case ESTABLISHMENT.id:
        this.openEstablishment(block);
        break;
      case STATEMENT.id:
        this.statement = block;
        break;
      case AGGREGATE.id:
        this.takeAggregate(block);
        break;
      case PERSON.id:
        this.openEmployee(block);
        return;
      default:
        if (this.employee === null) break;
        this.employee.add(block);
        return;
    }
    this.reject(block);
  }

  /** Ends the establishment in hand and its last employee. */
  close(): void {
    this.closeEmployee();
    this.tell();
    this.establishment = null;
    this.statement = null;
  }

  private openDeclaration(block: DsnBlock): void {
    this.close();
    this.company = null;
    const declaration = readDeclaration(block);
    this.declaration = declaration.ok ? declaration.value : null;
    if (!declaration.ok) this.sink.rejection(declaration.refusal);
  }

  private openEstablishment(block: DsnBlock): void {
    this.close();
    if (this.declaration === null) return;
    const read = readEstablishment(block, this.company, this.declaration, this.test);
    if (read.ok) this.establishment = { declared: read.value, regularisations: [], told: false, unexpected: false };
    else this.sink.rejection(read.refusal);
  }

  private takeAggregate(block: DsnBlock): void {
    if (this.establishment === null) return;
    const { declared, regularisations, told } = this.establishment;
    const complaints = new Complaints(`Établissement ${declared.siret}`);
    const past = pastAggregate(block, this.statement, declared.period, complaints);
    if (past !== null && told) {
      const sentence = "le bordereau vient après les salariés et n'est pas lu ; il doit les précéder";
      complaints.add(block.line, AGGREGATE, AGGREGATE.ctp, 'ORDRE', sentence);
    } else if (past !== null) regularisations.push(past);
    for (const rejection of complaints.list) this.sink.rejection(rejection);
  }

  private openEmployee(block: DsnBlock): void {
    this.closeEmployee();
    if (this.establishment === null || this.declaration === null) {
      this.reject(block);
      return;
    }
    this.tell();
    if (hasEmployees(this.declaration)) {
      this.employee = new EmployeeBlocks(block);
      return;
    }
    this.reject(block);
    if (this.establishment.unexpected) return;
    this.establishment.unexpected = true;
    const { siret, type } = this.establishment.declared;
    const complaints = new Complaints(`Établissement ${siret}`);
    const sentence = `une déclaration de type ${type} ne porte pas de salarié ; ceux du fichier ne sont pas lus`;
    complaints.add(block.line, DECLARATION, DECLARATION.type, 'SALARIE_INATTENDU', sentence);
    for (const rejection of complaints.list) this.sink.rejection(rejection);
  }

  private closeEmployee(): void {
    if (this.employee === null || this.declaration === null) return;
    const month = { period: this.declaration.period, knows: this.knows };
    const { employee, rejections, leftOut } = this.employee.conclude(month);
    this.employee = null;
    for (const rejection of rejections) this.sink.rejection(rejection);
    if (leftOut !== null) this.sink.leftOut(leftOut);
    if (employee !== null) this.sink.employee(employee);
  }

  private tell(): void {
    if (this.establishment === null || this.establishment.told) return;
    this.establishment.told = true;
    const { declared, regularisations } = this.establishment;
    this.sink.establishment({ ...declared, regularisations });
  }

  private reject(block: DsnBlock): void {
    for (const fault of block.faults) this.sink.rejection(fault);
  }
}
