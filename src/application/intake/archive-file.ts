import { open } from 'node:fs/promises';
import { RandomAccessReader } from 'yauzl';

const WINDOW = 1024 * 1024;

/**
 * An archive on the disk, read at any place through a window of 1 MB: thousands of small members then cost one disk
 * access per megabyte. No handle stays open between two readings, so that it may be kept and never need be closed.
 */
export class ArchiveFile {
  private window: Buffer = Buffer.alloc(0);
  private windowAt = 0;

  constructor(
    readonly path: string,
    /** As people are to see it. */
    readonly name: string,
    readonly size: number,
  ) {}

  /** Exactly `length` bytes; rejects when the archive ends before. */
  async read(position: number, length: number): Promise<Buffer> {
    let from = position - this.windowAt;
    if (from < 0 || from + length > this.window.length) {
      this.window = await this.load(position, Math.max(length, WINDOW));
      this.windowAt = position;
      from = 0;
    }
    if (this.window.length < length) throw new RangeError('the archive ends too early');
    return this.window.subarray(from, from + length);
  }

  private async load(position: number, length: number): Promise<Buffer> {
    const file = await open(this.path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}

/** What yauzl reads the directory through. */
export class DirectoryReader extends RandomAccessReader {
  constructor(private readonly archive: ArchiveFile) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.archive.read(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
