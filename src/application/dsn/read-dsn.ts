import { createHash } from 'node:crypto';
import type { DeclaredEmployee, DeclaredEstablishment, DsnSink } from '#domain/dsn/declared';
import { createDsnReader, type DsnReaderOptions } from '#domain/dsn/dsn-reader';
import type { LineRejection } from '#domain/values/rejection';
import type { Refusal } from '#domain/values/result';
import type { Siren } from '#domain/values/siret';
import type { IncomingDsn } from '#storage/dsn/incoming';
import { outsideAccount } from '../access/admission';
import type { DocumentSource } from '../intake/sources';

/** What one file held, whether new or not. */
export interface DsnContent {
  readonly sha256: string;
  readonly companies: ReadonlySet<string>;
  readonly establishments: ReadonlySet<string>;
  /** `siren|matricule` of the employees kept. */
  readonly employees: ReadonlySet<string>;
  readonly rejections: readonly LineRejection[];
  readonly lines: number;
  /** The totals of S90 announce another number of rubriques. */
  readonly countMismatch: boolean;
  /** The file as a whole is refused: nothing of it counts. */
  readonly refusal: Refusal | null;
}

export interface DsnReading extends DsnReaderOptions {
  /** Companies whose declarations are left out, each said once. */
  readonly refusedCompanies: ReadonlySet<string>;
  /** Told how many bytes more are read. */
  readonly onRead: (bytes: number) => void;
}

/** Reads a file from end to end into its tables; fails with an `UnreadableSource` when its bytes cannot be had. */
export async function readDsn(source: DocumentSource, incoming: IncomingDsn, options: DsnReading): Promise<DsnContent> {
  const tally = new DsnTally(incoming, options.refusedCompanies);
  const reader = createDsnReader(options, tally);
  const hash = createHash('sha256');
  for await (const bytes of source.open() as AsyncIterable<Buffer>) {
    hash.update(bytes);
    reader.push(bytes);
    options.onRead(bytes.length);
    await incoming.drain();
  }
  const { lines, countMismatch, refusal } = reader.end();
  if (refusal === null) await incoming.finish();
  const { companies, establishments, employees, rejections } = tally;
  // A document that was kept bare is known by what it was when it was sent.
  const sha256 = source.sha256 ?? hash.digest('hex');
  return { sha256, companies, establishments, employees, rejections, lines, countMismatch, refusal };
}

/** The companies that a file names, read before anything of it is recorded. */
export async function companiesOfDsn(source: DocumentSource): Promise<ReadonlySet<string>> {
  const sirens = new Set<string>();
  const pass = (): void => undefined;
  const sink: DsnSink = {
    establishment: ({ siren }) => void sirens.add(siren),
    ...{ employee: pass, leftOut: pass, rejection: pass },
  };
  const reader = createDsnReader({ knows: () => true, acceptTestSends: true }, sink);
  for await (const bytes of source.open() as AsyncIterable<Buffer>) reader.push(bytes);
  reader.end();
  return sirens;
}

/** Counts what it hands over to the tables. */
class DsnTally implements DsnSink {
  readonly companies = new Set<string>();
  readonly establishments = new Set<string>();
  readonly employees = new Set<string>();
  readonly rejections: LineRejection[] = [];
  private readonly told = new Set<string>();
  private siren: Siren | null = null;
  /** Within a declaration of a company that the file may not bring. */
  private shut = false;

  constructor(
    private readonly incoming: IncomingDsn,
    private readonly refusedCompanies: ReadonlySet<string>,
  ) {}

  establishment(declared: DeclaredEstablishment): void {
    this.siren = declared.siren;
    this.shut = this.refusedCompanies.has(declared.siren);
    if (this.shut) {
      if (!this.told.has(declared.siren))
        this.rejections.push({ line: declared.line, ...outsideAccount(declared.siren) });
      this.told.add(declared.siren);
      return;
    }
    this.companies.add(declared.siren);
    this.establishments.add(declared.siret);
    this.incoming.establishment(declared);
  }

  employee(employee: DeclaredEmployee): void {
    if (this.shut) return;
    this.employees.add(`${this.siren ?? ''}|${employee.matricule}`);
    this.incoming.employee(employee);
  }

  leftOut(matricule: string): void {
    if (!this.shut) this.incoming.leftOut(matricule);
  }

  rejection(rejection: LineRejection): void {
    if (!this.shut) this.rejections.push(rejection);
  }
}
