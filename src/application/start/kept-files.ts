import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FileKind } from '#domain/start/file-kind';
import type { Database } from '#storage/database';
import { documentsOf, keptDocument, type WorkDocument } from '#storage/work/work-documents';
import type { StartedWork } from '#storage/work/works';
import { isRefusal, openFile, type DocumentSource, type SourceRefusal } from '../intake/sources';
import { plainName } from './keep-file';

/** A document as it was kept, on the disk for as long as its work lasts. */
export interface RestoredDocument {
  readonly name: string;
  readonly path: string;
  /** Of what was sent, where it is not kept as it was. */
  readonly sha256: string | null;
}

/** A file that a person sent, with what was kept of it. */
export interface GivenFile {
  readonly name: string;
  readonly kind: FileKind | null;
  readonly documents: readonly (RestoredDocument | SourceRefusal)[];
}

/** The bytes that were kept are not all there, or not there any more. */
export class LostBytes extends Error {
  constructor(readonly sentence: string) {
    super(sentence);
  }
}

/** Brings the files of a work back from the base into a folder; rejects with `LostBytes`. */
export async function restoreFiles(
  database: Database,
  { id, files }: Pick<StartedWork<unknown>, 'id' | 'files'>,
  folder: string,
): Promise<GivenFile[]> {
  const kept = await database.transaction('system', (tx) => documentsOf(tx, id));
  const given: GivenFile[] = [];
  for (const [index, { name, kind }] of files.entries()) {
    const documents: (RestoredDocument | SourceRefusal)[] = [];
    for (const document of kept.filter(({ file }) => file === index))
      documents.push(await restored(database, document, folder));
    if (kind !== null && documents.length === 0) throw lost(name);
    given.push({ name: plainName(name), kind, documents });
  }
  return given;
}

async function restored(
  database: Database,
  { id, name, sha256, size, code, message }: WorkDocument,
  folder: string,
): Promise<RestoredDocument | SourceRefusal> {
  if (code !== null && message !== null) return { file: name, code, message };
  const place = join(folder, String(id));
  await mkdir(place);
  const path = join(place, plainName(name));
  await database.session(async (tx) => {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(keptDocument(tx, id)), createGunzip(), file).catch((error: unknown) => {
      throw isTruncated(error) ? lost(name) : error;
    });
  });
  if ((await stat(path)).size !== size) throw lost(name);
  return { name, path, sha256 };
}

/** Documents of several files, in order, known by what they were when they were sent. */
export async function* sourcesOf(files: readonly GivenFile[]): AsyncGenerator<DocumentSource | SourceRefusal> {
  for (const document of files.flatMap(({ documents }) => documents)) {
    if ('code' in document) yield document;
    else
      for await (const source of openFile(document.path, document.name)) {
        const { sha256 } = document;
        yield isRefusal(source) || sha256 === null ? source : { ...source, sha256 };
      }
  }
}

const lost = (name: string): LostBytes =>
  new LostBytes(`Le contenu gardé de « ${name} » n’est plus entier sur le serveur : renvoyez les fichiers.`);

const isTruncated = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'Z_BUF_ERROR';
