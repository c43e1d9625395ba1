import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  refusedSource,
  streamOf,
  unreadable,
  UnreadableSource,
  type DocumentSource,
  type SourceLimits,
} from './source';

/** ZIP or gzip by its first bytes, whatever its name says; an empty ZIP has a signature of its own. */
export function archiveKind(head: Uint8Array): 'ZIP' | 'GZIP' | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'GZIP';
  if (head[0] !== 0x50 || head[1] !== 0x4b) return null;
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) ? 'ZIP' : null;
}

/** How other archives begin, in hexadecimal: 7-Zip, RAR, xz, bzip2, Zstandard, LZ4, compress. */
const OTHER_ARCHIVES = ['377abcaf271c', '526172211a07', 'fd377a585a00', '425a68', '28b52ffd', '04224d18', '1f9d'];

/** An archive of a kind that is not opened here, so that nobody can tell what is in it. */
export function isSealed(head: Uint8Array): boolean {
  const beginning = Buffer.from(head.subarray(0, 6)).toString('hex');
  return OTHER_ARCHIVES.some((signature) => beginning.startsWith(signature));
}

/** The content of a gzip file, as one document. */
export function gzipSource(path: string, name: string, size: number, limits: SourceLimits): DocumentSource {
  const corrupt = () =>
    unreadable(name, 'GZIP_CORROMPU', `Le fichier gzip « ${name} » est tronqué ou corrompu : renvoyez-le.`);
  const chunks = () => pipeline(createReadStream(path), createGunzip(), ignoreHere) as AsyncIterable<Buffer>;
  return { name, size, open: () => streamOf(() => contentOf(chunks(), { name, size }, limits), corrupt) };
}

/** `pipeline` wants somewhere to say that a stream failed; its reader is told as well. */
export const ignoreHere = (): void => undefined;

/**
 * Passes the inflated chunks of a compressed content on. Fails on an archive inside it, on emptiness, and as soon as
 * it grows beyond the limits; `size` is that of its compressed form.
 */
export async function* contentOf(
  chunks: AsyncIterable<Buffer>,
  { name, size }: { readonly name: string; readonly size: number },
  limits: SourceLimits,
): AsyncGenerator<Buffer> {
  let inflated = 0;
  for await (const chunk of chunks) {
    if (inflated === 0 && archiveKind(chunk) !== null) throw new UnreadableSource(nested(name));
    inflated += chunk.length;
    if (isBomb(inflated, size, limits)) throw new UnreadableSource(bomb(name));
    yield chunk;
  }
  if (inflated === 0) throw new UnreadableSource(empty(name));
}

/** Whether so many bytes from so few are too many: over the limit, or over the ratio once they are worth a look. */
export function isBomb(inflated: number, compressed: number, limits: SourceLimits): boolean {
  if (inflated > limits.inflatedMember) return true;
  return inflated > limits.ratioFrom && inflated > compressed * limits.ratio;
}

export const bomb = (name: string) =>
  refusedSource(
    name,
    'BOMBE_DE_DECOMPRESSION',
    `« ${name} » se décompresse en un volume démesuré : envoyez son contenu sans compression.`,
  );

export const nested = (name: string) =>
  refusedSource(
    name,
    'ARCHIVE_IMBRIQUEE',
    `« ${name} » est une archive dans une archive : extrayez-la et envoyez son contenu.`,
  );

export const EMPTY = 'FICHIER_VIDE';

export const empty = (name: string) =>
  refusedSource(name, EMPTY, `Le fichier « ${name} » est vide : redemandez-le à votre source.`);
