import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ArchiveFile } from './archive-file';
import { archiveKind, empty, gzipSource } from './compressed';
import {
  isRefusal,
  refusedSource,
  sha256Of,
  SOURCE_LIMITS,
  streamOf,
  unreadable,
  UnreadableSource,
  type DocumentSource,
  type SourceLimits,
  type SourceRefusal,
} from './source';
import { zipSources } from './zip-archive';

export { isRefusal, sha256Of, SOURCE_LIMITS, UnreadableSource } from './source';
export type { DocumentSource, SourceLimits, SourceRefusal } from './source';

/**
 * Opens what people give: files, folders (all that is in them, sorted, hidden files left out), ZIP archives and gzip,
 * these two known by their first bytes. Sources come one at a time, in order. What cannot be read is a refusal in its
 * place; compressed contents are read through once before they are given, so that theirs are known here too.
 */
export async function* openSources(
  paths: readonly string[],
  limits: SourceLimits = SOURCE_LIMITS,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  for (const path of paths) yield* sourcesAt(path, basename(path), limits);
}

/** The same for one file whose name for people is another than the one on the disk. */
export const openFile = (path: string, name: string): AsyncGenerator<DocumentSource | SourceRefusal> =>
  sourcesAt(path, name, SOURCE_LIMITS);

/** All that one file holds, hidden or not, without reading it: enough to look at the beginning of each document. */
export async function* glanceInto(path: string, name: string): AsyncGenerator<DocumentSource | SourceRefusal> {
  const found = await lookAt(path, name);
  if ('code' in found) yield found;
  else yield* unread(path, name, found, SOURCE_LIMITS, true);
}

async function* sourcesAt(
  path: string,
  name: string,
  limits: SourceLimits,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  const found = await lookAt(path, name);
  if ('code' in found) yield found;
  else if (found.kind === 'FOLDER') yield* sourcesIn(path, name, limits);
  else
    for await (const source of unread(path, name, found, limits))
      yield found.kind === 'FILE' ? source : verified(source);
}

/** The document in a file, or those in an archive, none of them read yet. */
async function* unread(
  path: string,
  name: string,
  found: Found,
  limits: SourceLimits,
  withSkipped = false,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  if (found.kind === 'ZIP') yield* zipSources(new ArchiveFile(path, name, found.size), limits, withSkipped);
  else if (found.kind === 'GZIP') yield gzipSource(path, name, found.size, limits);
  else yield fileSource(path, name, found);
}

async function* sourcesIn(
  folder: string,
  name: string,
  limits: SourceLimits,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  const entries = await visibleIn(folder);
  if (entries === null) yield refusedSource(name, 'FICHIER_ILLISIBLE', unreadableFolder(folder));
  else if (entries.length === 0) yield refusedSource(name, 'DOSSIER_VIDE', emptyFolder(folder));
  else for (const entry of entries) yield* sourcesAt(join(folder, entry), `${name}/${entry}`, limits);
}

/** Files and folders by code unit, the same order on every machine whatever its language; null when it cannot be read. */
async function visibleIn(folder: string): Promise<string[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const visible = entries.filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory()));
  return visible.map(({ name }) => name).sort();
}

const unreadableFolder = (folder: string): string => `Le dossier « ${folder} » ne peut être lu : vérifiez ses droits.`;

const emptyFolder = (folder: string): string =>
  `Le dossier « ${folder} » ne contient aucun fichier : vérifiez son chemin.`;

interface Found {
  readonly kind: 'FOLDER' | 'ZIP' | 'GZIP' | 'FILE';
  readonly size: number;
  /** Milliseconds, as the file system has it. */
  readonly changedAt: number;
}

async function lookAt(path: string, name: string): Promise<Found | SourceRefusal> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { kind: 'FOLDER', size: 0, changedAt: 0 };
    if (!stats.isFile()) return refusedSource(name, 'FICHIER_ILLISIBLE', `« ${path} » n'est pas un fichier ordinaire.`);
    if (stats.size === 0) return empty(name);
    return { kind: archiveKind(await headOf(path)) ?? 'FILE', size: stats.size, changedAt: stats.mtimeMs };
  } catch (error) {
    return isMissing(error)
      ? refusedSource(name, 'FICHIER_ABSENT', `Le fichier « ${path} » n'existe pas : vérifiez son chemin.`)
      : refusedSource(name, 'FICHIER_ILLISIBLE', `Le fichier « ${path} » ne peut être lu : vérifiez ses droits.`);
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A document is read several times: a file that is still being written is refused rather than read in two versions. */
function fileSource(path: string, name: string, { size, changedAt }: Found): DocumentSource {
  const gone = () =>
    unreadable(name, 'FICHIER_ILLISIBLE', `Le fichier « ${path} » ne peut plus être lu : vérifiez ses droits.`);
  const changed = () =>
    unreadable(
      name,
      'FICHIER_MODIFIE',
      `Le fichier « ${path} » a changé pendant sa lecture : renvoyez-le une fois complet.`,
    );
  async function* bytes(): AsyncGenerator<Buffer> {
    yield* createReadStream(path) as AsyncIterable<Buffer>;
    const now = await stat(path);
    if (now.size !== size || now.mtimeMs !== changedAt) throw changed();
  }
  return { name, size, open: () => streamOf(bytes, gone) };
}

async function verified(source: DocumentSource | SourceRefusal): Promise<DocumentSource | SourceRefusal> {
  if (isRefusal(source)) return source;
  try {
    return { ...source, sha256: await sha256Of(source) };
  } catch (error) {
    if (error instanceof UnreadableSource) return error.refusal;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
