import { Injectable } from '@nestjs/common';
import type { Reference } from '#domain/reference/reference';
import type { LocalDate } from '#domain/values/local-date';
import type { FileRejection } from '#domain/values/rejection';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { acceptDeclarations, recordDeclared } from '#storage/dsn/accept';
import { IncomingDsn } from '#storage/dsn/incoming';
import { mergeFacts } from '#storage/dsn/merge-facts';
import { admit, attachFresh, type Admission } from '../access/admission';
import { DecideAside } from '../intake/decide-aside';
import { FinishBatches } from '../intake/finish-batches';
import { isRefusal, openSources, UnreadableSource, type DocumentSource, type SourceRefusal } from '../intake/sources';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { reconcileAccepted } from './reconcile-declared';
import { companiesOfDsn, readDsn, type DsnContent, type DsnReading } from './read-dsn';

export interface DsnReport {
  /** Distinct, as the imported files hold them, whether new or not. */
  readonly companies: number;
  readonly establishments: number;
  readonly employees: number;
  readonly rejections: readonly FileRejection[];
  /** Sentences for people. */
  readonly notes: readonly string[];
  /** Files taken in; the others are refused whole. */
  readonly imported: number;
}

export interface DsnImportOptions {
  readonly actor: string;
  /** Take envois de test (S10.G00.00.005 = 01) as if they were real. */
  readonly acceptTestSends: boolean;
  /** Every company, unless told otherwise. */
  readonly admission?: Admission;
  /** Told how many bytes more are read. */
  readonly onRead?: (bytes: number) => void;
}

type Sources = AsyncIterable<DocumentSource | SourceRefusal>;

interface Import {
  readonly actor: string;
  readonly at: string;
  readonly seenOn: LocalDate;
  readonly reference: Reference;
  readonly admission: Admission;
  readonly reading: Omit<DsnReading, 'refusedCompanies'>;
}

/** Takes in DSN files: who works where, and what each contract declared for the month. A file is one transaction. */
@Injectable()
export class ImportDsn {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly finishBatches: FinishBatches,
    private readonly decideAside: DecideAside,
  ) {}

  /** Files by their paths, or documents that are already opened. */
  async run(files: readonly string[] | Sources, options: DsnImportOptions): Promise<DsnReport> {
    const { actor, acceptTestSends, admission = 'ALL', onRead = () => undefined } = options;
    const { reference } = await this.rulebook.current();
    const at = this.clock.now();
    const reading: Import['reading'] = {
      knows: (code, office, on) => reference.codeStanding(code, office, on) === 'known',
      ...{ acceptTestSends, onRead },
    };
    const summary = new Summary();
    for await (const source of Symbol.asyncIterator in files ? files : openSources(files)) {
      if (isRefusal(source)) summary.refuse(source);
      else await this.importSource(source, { actor, at, seenOn: parisDay(at), reference, admission, reading }, summary);
    }
    // Every establishment named, not only the new ones: an import that was cut short here is made good by the next.
    await this.decideAside.run(summary.sirets(), 'UNKNOWN_ESTABLISHMENT', actor);
    return summary.report();
  }

  private async importSource(source: DocumentSource, context: Import, summary: Summary): Promise<void> {
    try {
      // What a crash left decided is applied first: it was decided on what is known before this import.
      const content = await this.finishBatches.before(() =>
        this.database.transaction('system', (tx) => importFile(tx, source, context)),
      );
      summary.add(source.name, content);
    } catch (error) {
      if (!(error instanceof UnreadableSource)) throw error;
      summary.refuse(error.refusal);
    }
  }
}

async function importFile(tx: Tx, source: DocumentSource, context: Import): Promise<DsnContent> {
  const { actor, at, seenOn, reference, admission, reading } = context;
  const named = admission === 'ALL' ? new Set<string>() : await companiesOfDsn(source);
  const admitted = await admit(tx, admission, named);
  const incoming = await IncomingDsn.open(tx);
  const content = await readDsn(source, incoming, { ...reading, refusedCompanies: admitted.refused });
  if (content.refusal !== null) return content;
  const { sha256, companies, establishments, employees, rejections } = content;
  const acceptance = await acceptDeclarations(tx, { file: source.name, sha256, at });
  if (acceptance.recorded === 0) return content;
  await mergeFacts(tx, seenOn);
  await recordDeclared(tx);
  const { covers, ...reconciliation } = await reconcileAccepted(tx, {
    reference,
    at,
    by: { dsn: source.name, sha256 },
  });
  const body = {
    file: source.name,
    sha256,
    companies: companies.size,
    establishments: establishments.size,
    employees: employees.size,
    rejections: rejections.length,
    ...acceptance,
    ...reconciliation,
  };
  const fresh = [...companies].filter((siren) => admitted.fresh.has(siren));
  const attached = await attachFresh(tx, admission, fresh, { at, actor });
  const entry = { at, actor, action: 'dsn.imported', siren: null, siret: null, body, covers };
  await appendEntries(tx, [entry, ...attached]);
  return content;
}

class Summary {
  private readonly companies = new Set<string>();
  private readonly establishments = new Set<string>();
  private readonly employees = new Set<string>();
  private readonly rejections: FileRejection[] = [];
  private readonly notes: string[] = [];
  private imported = 0;

  refuse({ file, code, message }: SourceRefusal): void {
    this.rejections.push({ file, line: null, code, message });
  }

  add(file: string, content: DsnContent): void {
    const { refusal, lines } = content;
    if (refusal !== null) {
      this.rejections.push({ file, line: lines === 0 ? null : lines, ...refusal });
      return;
    }
    this.imported++;
    for (const siren of content.companies) this.companies.add(siren);
    for (const siret of content.establishments) this.establishments.add(siret);
    for (const employee of content.employees) this.employees.add(employee);
    for (const rejection of content.rejections) this.rejections.push({ file, ...rejection });
    if (content.countMismatch) {
      this.notes.push(
        `${file} : le total annoncé (S90.G00.90.001) n'est pas celui du fichier ; il est lu quand même, vérifiez qu'il n'y manque rien.`,
      );
    }
  }

  sirets(): readonly string[] {
    return [...this.establishments];
  }

  report(): DsnReport {
    const { companies, establishments, employees, rejections, notes, imported } = this;
    return {
      companies: companies.size,
      establishments: establishments.size,
      employees: employees.size,
      rejections,
      notes,
      imported,
    };
  }
}
