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
  type FeedSource,
  type SourceLimits,
  type SourceRefusal,
} from './source';
import { zipSources } from './zip-archive';

export { isRefusal, sha256Of, SOURCE_LIMITS, UnreadableSource } from './source';
export type { FeedSource, SourceLimits, SourceRefusal } from './source';

/**
 * Opens what people give: files, folders (all that is in them, sorted, hidden files left out), ZIP archives and gzip,
 * these two known by their first bytes. Sources come one at a time, in order. What cannot be read is a refusal in its
 * place; compressed contents are read through once before they are given, so that theirs are known here too.
 */
export async function* openSources(
  paths: readonly string[],
  limits: SourceLimits = SOURCE_LIMITS,
): AsyncGenerator<FeedSource | SourceRefusal> {
  for (const path of paths) yield* sourcesAt(path, basename(path), limits);
}

async function* sourcesAt(
  path: string,
  name: string,
  limits: SourceLimits,
): AsyncGenerator<FeedSource | SourceRefusal> {
  const found = await lookAt(path, name);
  if ('code' in found) yield found;
  else if (found.kind === 'FOLDER') yield* sourcesIn(path, name, limits);
  else if (found.kind === 'ZIP') {
    for await (const source of zipSources(new ArchiveFile(path, name, found.size), limits)) yield verified(source);
  } else if (found.kind === 'GZIP') yield verified(gzipSource(path, name, found.size, limits));
  else yield fileSource(path, name, found.size);
}

async function* sourcesIn(
  folder: string,
  name: string,
  limits: SourceLimits,
): AsyncGenerator<FeedSource | SourceRefusal> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory()));
  // By code unit: the same order on every machine, whatever its language.
  for (const entry of visible.map((visible) => visible.name).sort()) {
    yield* sourcesAt(join(folder, entry), `${name}/${entry}`, limits);
  }
}

interface Found {
  readonly kind: 'FOLDER' | 'ZIP' | 'GZIP' | 'FILE';
  readonly size: number;
}

async function lookAt(path: string, name: string): Promise<Found | SourceRefusal> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return { kind: 'FOLDER', size: 0 };
    if (!stats.isFile()) return refusedSource(name, 'FICHIER_ILLISIBLE', `« ${path} » n'est pas un fichier ordinaire.`);
    if (stats.size === 0) return empty(name);
    return { kind: archiveKind(await headOf(path)) ?? 'FILE', size: stats.size };
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

function fileSource(path: string, name: string, size: number): FeedSource {
  const gone = () =>
    unreadable(name, 'FICHIER_ILLISIBLE', `Le fichier « ${path} » ne peut plus être lu : vérifiez ses droits.`);
  return { name, size, open: () => streamOf(() => createReadStream(path) as AsyncIterable<Buffer>, gone) };
}

async function verified(source: FeedSource | SourceRefusal): Promise<FeedSource | SourceRefusal> {
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
