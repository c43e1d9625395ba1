import { createHash } from 'node:crypto';
import type { DeclaredEmployee, DeclaredEstablishment, DsnSink } from '#domain/dsn/declared';
import { createDsnReader, type DsnReaderOptions } from '#domain/dsn/dsn-reader';
import type { LineRejection } from '#domain/values/rejection';
import type { Refusal } from '#domain/values/result';
import type { Siren } from '#domain/values/siret';
import type { IncomingDsn } from '#storage/dsn/incoming';
import type { FeedSource } from '../intake/sources';

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

/** Reads a file from end to end into its tables; fails with an `UnreadableSource` when its bytes cannot be had. */
export async function readDsn(
  source: FeedSource,
  incoming: IncomingDsn,
  options: DsnReaderOptions,
): Promise<DsnContent> {
  const tally = new DsnTally(incoming);
  const reader = createDsnReader(options, tally);
  const hash = createHash('sha256');
  for await (const bytes of source.open() as AsyncIterable<Buffer>) {
    hash.update(bytes);
    reader.push(bytes);
    await incoming.drain();
  }
  const { lines, countMismatch, refusal } = reader.end();
  if (refusal === null) await incoming.finish();
  const { companies, establishments, employees, rejections } = tally;
  const sha256 = hash.digest('hex');
  return { sha256, companies, establishments, employees, rejections, lines, countMismatch, refusal };
}

/** Counts what it hands over to the tables. */
class DsnTally implements DsnSink {
  readonly companies = new Set<string>();
  readonly establishments = new Set<string>();
  readonly employees = new Set<string>();
  readonly rejections: LineRejection[] = [];
  private siren: Siren | null = null;

  constructor(private readonly incoming: IncomingDsn) {}

  establishment(declared: DeclaredEstablishment): void {
    this.siren = declared.siren;
    this.companies.add(declared.siren);
    this.establishments.add(declared.siret);
    this.incoming.establishment(declared);
  }

  employee(employee: DeclaredEmployee): void {
    this.employees.add(`${this.siren ?? ''}|${employee.matricule}`);
    this.incoming.employee(employee);
  }

  leftOut(matricule: string): void {
    this.incoming.leftOut(matricule);
  }

  rejection(rejection: LineRejection): void {
    this.rejections.push(rejection);
  }
}
