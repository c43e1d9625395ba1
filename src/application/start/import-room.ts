import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { rm } from 'node:fs/promises';
import type { FileKind } from '#domain/start/file-kind';
import { Database } from '#storage/database';
import { endWork, failWork, interruptWorks, markProgress, touchWorks } from '#storage/work/works';
import type { Admission } from '../access/admission';
import { refusalOfFailure } from '../failure';
import { WallClock } from '../ports/clock';
import { TakeInFiles } from './take-in-files';

/** How often a work that is held says so; one unseen for {@link UNSEEN_MINUTES} is held by nobody. */
const HEARTBEAT_MS = 5_000;
export const UNSEEN_MINUTES = 0.5;
/** How often progress is written, at most. */
const PROGRESS_MS = 500;

export interface HeldWork {
  readonly id: number;
  readonly folder: string;
  readonly paths: readonly string[];
  readonly admission: Admission;
  readonly actor: string;
}

/**
 * Where the files that people sent are taken in, one work after the other, in the process that received them. At a
 * stop the work under way is brought to its end and those that wait are told as interrupted; a crash is told by the
 * row that nobody holds any more. Whatever happens, the files do not outlast their work.
 */
@Injectable()
export class ImportRoom implements OnModuleDestroy {
  private last: Promise<void> = Promise.resolve();
  private readonly held = new Set<number>();
  private closing = false;
  private heartbeat: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly takeInFiles: TakeInFiles,
  ) {}

  enter(work: HeldWork): void {
    this.held.add(work.id);
    this.heartbeat ??= setInterval(() => void this.touch().catch(() => undefined), HEARTBEAT_MS).unref();
    this.last = this.last.then(() => this.perform(work)).catch(() => undefined);
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    await this.last;
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    await this.last;
    if (this.heartbeat !== null) clearInterval(this.heartbeat);
  }

  private async perform(work: HeldWork): Promise<void> {
    try {
      if (this.closing) await this.interrupt(work.id);
      else await this.takeIn(work);
    } finally {
      this.held.delete(work.id);
      await rm(work.folder, { recursive: true, force: true });
    }
  }

  private async takeIn({ id, paths, admission, actor }: HeldWork): Promise<void> {
    const progress = new ProgressLine((step, read) => this.tell(id, step, read));
    try {
      const onProgress = (step: FileKind, bytes: number): void => progress.add(step, bytes);
      const report = await this.takeInFiles.run({ paths, admission, actor, onProgress });
      await progress.end();
      await this.database.transaction('system', (tx) => endWork(tx, id, report, this.wallClock.now()));
    } catch (error) {
      await progress.end();
      const { message } = refusalOfFailure(error);
      await this.database.transaction('system', (tx) => failWork(tx, id, message, this.wallClock.now()));
    }
  }

  private tell(id: number, step: FileKind, read: number): Promise<void> {
    return this.database.transaction('system', (tx) => markProgress(tx, id, { step, read }, this.wallClock.now()));
  }

  private touch(): Promise<void> {
    return this.database.transaction('system', (tx) => touchWorks(tx, [...this.held], this.wallClock.now()));
  }

  private async interrupt(id: number): Promise<void> {
    await this.database.transaction('system', (tx) => interruptWorks(tx, { id }, this.wallClock.now()));
  }
}

/** Writes how far a work is, now and then, without making the work wait; a line that cannot be written is left out. */
class ProgressLine {
  private read = 0;
  private step: FileKind | null = null;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly write: (step: FileKind, read: number) => Promise<void>) {}

  add(step: FileKind, bytes: number): void {
    this.read += bytes;
    const turned = step !== this.step;
    this.step = step;
    if (turned) this.send();
    else this.timer ??= setTimeout(() => this.send(), PROGRESS_MS);
  }

  async end(): Promise<void> {
    this.stop();
    await this.writing;
  }

  private send(): void {
    this.stop();
    const { step, read } = this;
    if (step !== null) this.writing = this.writing.then(() => this.write(step, read)).catch(() => undefined);
  }

  private stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
