import { Injectable } from '@nestjs/common';
import type { FileKind } from '#domain/start/file-kind';
import { Database } from '#storage/database';
import { endWork, failWork, markProgress, startWork, type StartedWork } from '#storage/work/works';
import type { Admission } from '../access/admission';
import { inTemporaryFolder, removeLeftovers } from '../temporary-folder';
import { refusalOfFailure, UNFORESEEN } from '../failure';
import { WallClock } from '../ports/clock';
import type { ImportReport } from './import-report';
import { LostBytes, restoreFiles } from './kept-files';
import { ProgressLine } from './progress-line';
import { TakeInFiles } from './take-in-files';

/**
 * Takes in the files that a person sent, tells how far it is, and lets go of them. Killed anywhere, it is done again:
 * what is already recorded is known by its digest, and nothing counts twice.
 */
@Injectable()
export class TakeImport {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly takeInFiles: TakeInFiles,
  ) {}

  /** One sentence about what came of it; null when there is nothing to do, or when it is left for later. */
  async run(id: number, stop?: AbortSignal): Promise<string | null> {
    await removeLeftovers();
    const work = await this.database.transaction('system', (tx) => startWork<Admission>(tx, id));
    if (work === null) return null;
    try {
      const report = await inTemporaryFolder((folder) => this.takeIn(work, folder, stop));
      return report === null ? null : await this.end(id, report);
    } catch (error) {
      if (error instanceof LostBytes) return this.fail(id, error.sentence);
      const { code, message } = refusalOfFailure(error);
      if (code === UNFORESEEN && stop?.aborted !== true) return this.fail(id, message);
      throw error;
    }
  }

  private async takeIn(
    work: StartedWork<Admission>,
    folder: string,
    stop: AbortSignal | undefined,
  ): Promise<ImportReport | null> {
    const { id, admission, actor } = work;
    const files = await restoreFiles(this.database, work, folder);
    const progress = new ProgressLine((step, read) => this.tell(id, step, read));
    try {
      const onProgress = (step: FileKind, bytes: number): void => progress.add(step, bytes);
      return await this.takeInFiles.run({ files, admission, actor, onProgress, ...(stop && { stop }) });
    } finally {
      await progress.end();
    }
  }

  private async end(id: number, report: ImportReport): Promise<string | null> {
    const ended = await this.database.transaction('system', (tx) => endWork(tx, id, report, this.wallClock.now()));
    return ended ? `Import ${id} terminé : ${report.files.length} fichier(s), ${report.rejected} rejet(s).` : null;
  }

  private async fail(id: number, message: string): Promise<string | null> {
    const ended = await this.database.transaction('system', (tx) => failWork(tx, id, message, this.wallClock.now()));
    return ended ? `Import ${id} échoué : ${message}` : null;
  }

  private tell(id: number, step: FileKind, read: number): Promise<void> {
    return this.database.transaction('system', (tx) => markProgress(tx, id, { step, read }));
  }
}
