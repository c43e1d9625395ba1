import { hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { depositName } from '#domain/deposits/deposit';
import type { Refusal } from '#domain/values/result';
import { DocumentFailure, FeedSource, SourceFailure, type FoundDocument } from '../ports/feed-source';

/** Where files go once they are kept, and those that are refused, each with its sentence beside. */
const KEPT = 'recus';
const REFUSED = 'refuses';

/**
 * A folder in which files are dropped. Only files that lie in it itself are seen: neither its folders nor links, which
 * could lead out of it, nor hidden files, which is how many programs call a file that they have not finished writing.
 */
export class WatchedFolder extends FeedSource {
  readonly origin = 'FOLDER';

  constructor(private readonly folder: string) {
    super();
  }

  async *find(): AsyncGenerator<readonly FoundDocument[]> {
    // As bytes: what a former system named in another encoding is a file like the others.
    const names = await readdir(this.folder, { encoding: 'buffer' }).catch(() => {
      throw new SourceFailure(
        `Le dossier surveillé « ${this.folder} » ne peut être lu : vérifiez FEED_FOLDER et ses droits.`,
      );
    });
    const found: FoundDocument[] = [];
    for (const bytes of names.filter(([first]) => first !== DOT).sort((one, two) => one.compare(two))) {
      const dropped = {
        bytes,
        name: bytes.toString(),
        path: Buffer.concat([Buffer.from(join(this.folder, '/')), bytes]),
      };
      const stats = await lstat(dropped.path).catch(() => null);
      if (stats?.isFile() === true) found.push(this.documentOf(dropped, lookOf(stats)));
    }
    yield found;
  }

  private documentOf(dropped: Dropped, look: string): FoundDocument {
    return {
      // The key is stored, and people put all sorts of things into the names of files.
      ...{ key: hash('sha256', dropped.bytes), name: dropped.name, look },
      open: () => this.open(dropped, look),
      settled: (refusal) => this.putAway(dropped, look, refusal),
    };
  }

  /** A file that changes while it is read breaks off, and is looked at again. */
  private async open({ path, name }: Dropped, look: string): Promise<Readable> {
    await access(path, constants.R_OK).catch(() => {
      throw new DocumentFailure(
        `Le fichier « ${depositName(name)} » du dossier surveillé ne peut être lu : vérifiez ses droits.`,
      );
    });
    async function* unchanged(): AsyncGenerator<Buffer> {
      // What has taken its place meanwhile may be a link, or a pipe that nobody writes to.
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const stillTheSame = async (): Promise<void> => {
        if (lookOf(await file.stat()) !== look) throw new Error('it is still growing');
      };
      try {
        await stillTheSame();
        yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
        await stillTheSame();
      } finally {
        await file.close();
      }
    }
    return Readable.from(unchanged(), { objectMode: false });
  }

  private async putAway({ path, name }: Dropped, look: string, refusal: Refusal | null): Promise<void> {
    const place = join(this.folder, refusal === null ? KEPT : REFUSED);
    try {
      // Another file of the same name that has just come is looked at in its turn.
      if (lookOf(await lstat(path)) !== look) return;
      await mkdir(place, { recursive: true });
      if (!(await lstat(place)).isDirectory()) throw new Error('no folder');
      const target = join(place, await freeName(place, name));
      await rename(path, target);
      if (refusal !== null) await writeFile(`${target}.txt`, `${refusal.message}\n`, { flag: 'wx' });
    } catch (error) {
      // Somebody has taken it away meanwhile: it is kept, or told, all the same.
      if (isMissing(error)) return;
      throw new DocumentFailure(
        `Le fichier « ${depositName(name)} » ne peut être rangé dans « ${place} » : vérifiez que c’est un dossier du même disque, et ses droits.`,
      );
    }
  }
}

/** A file as it lies in the folder. */
interface Dropped {
  /** Its name as the system has it, which need not be UTF-8. */
  readonly bytes: Buffer;
  readonly name: string;
  readonly path: Buffer;
}

const DOT = 0x2e;

const lookOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

/** Bytes that a name may have, and those that are left for a count and for the sentence beside it. */
const LONGEST_NAME = 255;
const ROOM = 16;
const LONGEST_EXTENSION = 20;

/** `taux.csv`, or `taux (2).csv` when there is one already: nothing is ever written over. */
async function freeName(place: string, name: string): Promise<string> {
  const taken = new Set(await readdir(place));
  const written = extname(name);
  const extension = Buffer.byteLength(written) > LONGEST_EXTENSION ? '' : written;
  const stem = cut(name.slice(0, name.length - extension.length), LONGEST_NAME - ROOM - Buffer.byteLength(extension));
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? `${stem}${extension}` : `${stem} (${count})${extension}`;
    if (!taken.has(candidate) && !taken.has(`${candidate}.txt`)) return candidate;
  }
}

/** So many bytes at most, and whole characters. */
function cut(text: string, most: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= most
    ? text
    : bytes
        .subarray(0, most)
        .toString()
        .replace(/\ufffd+$/, '');
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
