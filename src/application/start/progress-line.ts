import type { FileKind } from '#domain/start/file-kind';

/** How often progress is written, at most. */
const PROGRESS_MS = 500;

/** Writes how far a work is, now and then, without making the work wait; a line that cannot be written is left out. */
export class ProgressLine {
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
