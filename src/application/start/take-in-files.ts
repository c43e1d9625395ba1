import { Injectable } from '@nestjs/common';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { FILE_KINDS, type FileKind } from '#domain/start/file-kind';
import type { FileRejection } from '#domain/values/rejection';
import { Database } from '#storage/database';
import type { Admission } from '../access/admission';
import { ImportCompanies } from '../companies/import-companies';
import { ImportDsn } from '../dsn/import-dsn';
import { IngestFeeds } from '../intake/ingest-feeds';
import { ownFeeds } from '../intake/own-feeds';
import { MOST_REJECTIONS, unknownFile, type ImportReport } from './import-report';
import { sourcesOf, type GivenFile } from './kept-files';

export interface FilesGiven {
  readonly files: readonly GivenFile[];
  readonly admission: Admission;
  readonly actor: string;
  /** Told at each step and as bytes are read. */
  readonly onProgress: (step: FileKind, bytes: number) => void;
  /** Aborted when this process is to stop. */
  readonly stop?: AbortSignal;
}

/** What the report is made of, while it is made. */
interface Tally {
  companies: number;
  establishments: number;
  employees: number;
  completed: number;
  readonly verdicts: Partial<Record<VerdictKind, number>>;
  readonly rejections: FileRejection[];
  readonly notes: string[];
}

/** Takes in files of any of our kinds, told by content: first what companies are, then who works there, then the rates. */
@Injectable()
export class TakeInFiles {
  constructor(
    private readonly database: Database,
    private readonly importCompanies: ImportCompanies,
    private readonly importDsn: ImportDsn,
    private readonly ingestFeeds: IngestFeeds,
  ) {}

  /** Null when it was told to stop before the end: what is done is known the next time. */
  async run(given: FilesGiven): Promise<ImportReport | null> {
    const { files } = given;
    const tally: Tally = {
      ...{ companies: 0, establishments: 0, employees: 0, completed: 0 },
      ...{ verdicts: {}, rejections: [], notes: [] },
    };
    for (const { name, kind } of files) if (kind === null) tally.rejections.push(unknownFile(name));
    for (const step of FILE_KINDS) {
      const ofStep = files.filter(({ kind }) => kind === step);
      if (ofStep.length === 0) continue;
      if (given.stop?.aborted === true) return null;
      given.onProgress(step, 0);
      await this.take(step, { ...given, files: ofStep }, tally);
    }
    const { rejections } = tally;
    return {
      ...tally,
      files: files.map(({ name, kind }) => ({ name, kind })),
      rejections: rejections.slice(0, MOST_REJECTIONS),
      rejected: rejections.length,
    };
  }

  private take(step: FileKind, given: FilesGiven, tally: Tally): Promise<void> {
    if (step === 'COMPANIES') return this.takeCompanies(given, tally);
    return step === 'DSN' ? this.takeDsn(given, tally) : this.takeRates(given, tally);
  }

  private async takeCompanies({ files, actor, admission }: FilesGiven, tally: Tally): Promise<void> {
    for (const document of files.flatMap(({ documents }) => documents)) {
      if ('code' in document) {
        tally.rejections.push({ line: null, ...document });
        continue;
      }
      const report = await this.importCompanies.run(document.path, actor, admission);
      if (report.ok) {
        tally.completed += report.value.companies;
        tally.rejections.push(...report.value.rejections);
      } else tally.rejections.push({ file: document.name, line: null, ...report.refusal });
    }
  }

  private async takeDsn({ files, actor, admission, onProgress }: FilesGiven, tally: Tally): Promise<void> {
    const onRead = (bytes: number): void => onProgress('DSN', bytes);
    const report = await this.importDsn.run(sourcesOf(files), { actor, acceptTestSends: false, admission, onRead });
    tally.companies = report.companies;
    tally.establishments = report.establishments;
    tally.employees = report.employees;
    tally.rejections.push(...report.rejections);
    tally.notes.push(...report.notes);
  }

  private async takeRates({ files, actor, admission, stop }: FilesGiven, tally: Tally): Promise<void> {
    const sources = ownFeeds(this.database, sourcesOf(files), admission);
    const report = await this.ingestFeeds.run(sources, { dryRun: false, actor, ...(stop && { stop }) });
    for (const { verdicts } of report.feeds)
      for (const [kind, count] of Object.entries(verdicts) as [VerdictKind, number][])
        tally.verdicts[kind] = (tally.verdicts[kind] ?? 0) + count;
    for (const { file, line, code, message } of report.rejections) tally.rejections.push({ file, line, code, message });
    tally.notes.push(...report.notes);
  }
}
