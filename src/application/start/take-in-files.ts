import { Injectable } from '@nestjs/common';
import { basename } from 'node:path';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { FILE_KINDS, type FileKind } from '#domain/start/file-kind';
import type { FileRejection } from '#domain/values/rejection';
import { Database } from '#storage/database';
import type { Admission } from '../access/admission';
import { ImportCompanies } from '../companies/import-companies';
import { ImportDsn } from '../dsn/import-dsn';
import { IngestFeeds } from '../intake/ingest-feeds';
import { kindOfDocument } from '../intake/document-kind';
import { ownFeeds } from '../intake/own-feeds';
import { isRefusal, openSources } from '../intake/sources';
import { MOST_REJECTIONS, type ImportReport } from './import-report';

export interface FilesGiven {
  readonly paths: readonly string[];
  readonly admission: Admission;
  readonly actor: string;
  /** Told at each step and as bytes are read. */
  readonly onProgress: (step: FileKind, bytes: number) => void;
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

  async run(given: FilesGiven): Promise<ImportReport> {
    const sorted = await Promise.all(given.paths.map(async (path) => ({ path, kind: await kindOf(path) })));
    const tally: Tally = {
      ...{ companies: 0, establishments: 0, employees: 0, completed: 0 },
      ...{ verdicts: {}, rejections: [], notes: [] },
    };
    for (const { path, kind } of sorted) if (kind === null) tally.rejections.push(unknownFile(basename(path)));
    for (const step of FILE_KINDS) {
      const paths = sorted.filter(({ kind }) => kind === step).map(({ path }) => path);
      if (paths.length === 0) continue;
      given.onProgress(step, 0);
      await this.take(step, { ...given, paths }, tally);
    }
    const { rejections } = tally;
    return {
      ...tally,
      files: sorted.map(({ path, kind }) => ({ name: basename(path), kind })),
      rejections: rejections.slice(0, MOST_REJECTIONS),
      rejected: rejections.length,
    };
  }

  private take(step: FileKind, given: FilesGiven, tally: Tally): Promise<void> {
    if (step === 'COMPANIES') return this.takeCompanies(given, tally);
    return step === 'DSN' ? this.takeDsn(given, tally) : this.takeRates(given, tally);
  }

  private async takeCompanies({ paths, actor, admission }: FilesGiven, tally: Tally): Promise<void> {
    for (const path of paths) {
      const report = await this.importCompanies.run(path, actor, admission);
      if (report.ok) {
        tally.completed += report.value.companies;
        tally.rejections.push(...report.value.rejections);
      } else tally.rejections.push({ file: basename(path), line: null, ...report.refusal });
    }
  }

  private async takeDsn({ paths, actor, admission, onProgress }: FilesGiven, tally: Tally): Promise<void> {
    const onRead = (bytes: number): void => onProgress('DSN', bytes);
    const report = await this.importDsn.run(paths, { actor, acceptTestSends: false, admission, onRead });
    tally.companies = report.companies;
    tally.establishments = report.establishments;
    tally.employees = report.employees;
    tally.rejections.push(...report.rejections);
    tally.notes.push(...report.notes);
  }

  private async takeRates({ paths, actor, admission }: FilesGiven, tally: Tally): Promise<void> {
    const sources = ownFeeds(this.database, openSources(paths), admission);
    const report = await this.ingestFeeds.run(sources, { dryRun: false, actor });
    for (const { verdicts } of report.feeds)
      for (const [kind, count] of Object.entries(verdicts) as [VerdictKind, number][])
        tally.verdicts[kind] = (tally.verdicts[kind] ?? 0) + count;
    for (const { file, line, code, message } of report.rejections) tally.rejections.push({ file, line, code, message });
    tally.notes.push(...report.notes);
  }
}

/** By the first bytes of the file, or of the first document in it. */
async function kindOf(path: string): Promise<FileKind | null> {
  for await (const source of openSources([path])) {
    const kind = isRefusal(source) ? source : await kindOfDocument(source);
    if (kind === null || typeof kind === 'string') return kind;
  }
  return null;
}

const unknownFile = (file: string): FileRejection => ({
  file,
  line: null,
  code: 'FORMAT_INCONNU',
  message: `Le fichier « ${file} » n’est ni une DSN, ni un retour CRM 34, ni un tableau CSV d’entreprises ou de taux : vérifiez que c’est le bon.`,
});
