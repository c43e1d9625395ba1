import { hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Refusal } from '#domain/values/result';
import { FeedSource, SourceFailure, type FoundDocument } from '../ports/feed-source';

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
    const names = await readdir(this.folder).catch(() => {
      throw new SourceFailure(
        `Le dossier surveillé « ${this.folder} » ne peut être lu : vérifiez FEED_FOLDER et ses droits.`,
      );
    });
    const found: FoundDocument[] = [];
    for (const name of names.filter((each) => !each.startsWith('.')).sort()) {
      const stats = await lstat(join(this.folder, name)).catch(() => null);
      if (stats?.isFile() === true) found.push(this.documentOf(name, stats));
    }
    yield found;
  }

  private documentOf(name: string, stats: Stats): FoundDocument {
    const look = lookOf(stats);
    return {
      // The key is stored, and people put all sorts of things into the names of files.
      ...{ key: hash('sha256', name), name, look },
      open: () => this.open(name, look),
      settled: (refusal) => this.putAway(name, look, refusal),
    };
  }

  /** A file that changes while it is read breaks off, and is looked at again. */
  private async open(name: string, look: string): Promise<Readable> {
    const path = join(this.folder, name);
    await access(path, constants.R_OK).catch(() => {
      throw new SourceFailure(`Le fichier « ${path} » ne peut être lu : vérifiez ses droits.`);
    });
    async function* unchanged(): AsyncGenerator<Buffer> {
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
        if (lookOf(await file.stat()) !== look) throw new Error('it is still growing');
      } finally {
        await file.close();
      }
    }
    return Readable.from(unchanged(), { objectMode: false });
  }

  private async putAway(name: string, look: string, refusal: Refusal | null): Promise<void> {
    const path = join(this.folder, name);
    const place = join(this.folder, refusal === null ? KEPT : REFUSED);
    try {
      // Another file of the same name that has just come is looked at in its turn.
      if (lookOf(await lstat(path)) !== look) return;
      await mkdir(place, { recursive: true });
      if (!(await lstat(place)).isDirectory()) throw new Error('no folder');
      const target = join(place, await freeName(place, name));
      if (refusal !== null) await writeFile(`${target}.txt`, `${refusal.message}\n`);
      await rename(path, target);
    } catch (error) {
      // Somebody has taken it away meanwhile: it is kept, or told, all the same.
      if (isMissing(error)) return;
      throw new SourceFailure(`Le fichier « ${name} » ne peut être rangé dans « ${place} » : vérifiez ses droits.`);
    }
  }
}

const lookOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

/** `taux.csv`, or `taux (2).csv` when there is one already: nothing is ever written over. */
async function freeName(place: string, name: string): Promise<string> {
  const taken = new Set(await readdir(place));
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${stem} (${count})${extension}`;
    if (!taken.has(candidate) && !taken.has(`${candidate}.txt`)) return candidate;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
