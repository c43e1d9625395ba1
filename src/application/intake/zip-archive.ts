import { fromRandomAccessReaderPromise, type Entry, type RandomAccessReader, type ZipFile } from 'yauzl';
import { ArchiveFile, DirectoryReader } from './archive-file';
import { hasNirShape } from '#domain/values/nir';
import { bomb, isBomb } from './compressed';
import { refusedSource, type DocumentSource, type SourceLimits, type SourceRefusal } from './source';
import { memberSource, type Member } from './zip-member';

/** yauzl 3's promises and raw names, which its published types do not know yet. */
declare module 'yauzl' {
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
  }
  interface Entry {
    readonly fileNameRaw: Buffer;
  }
  function fromRandomAccessReaderPromise(
    reader: RandomAccessReader,
    totalSize: number,
    options: Options,
  ): Promise<ZipFile>;
}

const ENCRYPTED = 0x1;
const UTF8_NAME = 0x800;
const STORED = 0;
const DEFLATED = 8;
const UNIX_TYPE = 0o170000;
const UNIX_LINK = 0o120000;

/**
 * The members of a ZIP, one at a time, in the order of its central directory. That directory is first surveyed whole:
 * a truncated archive, or one that would inflate beyond the limits, gives one refusal and no member. Folders and
 * hidden files are given only to who asks for them: either may carry bytes.
 */
export async function* zipSources(
  archive: ArchiveFile,
  limits: SourceLimits,
  withSkipped = false,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  const refusal = await survey(archive, limits);
  if (refusal !== null) {
    yield refusal;
    return;
  }
  for await (const entry of entriesOf(archive)) {
    const name = nameOf(entry);
    if (!withSkipped && isSkipped(name)) continue;
    const member = memberOf(archive, entry, `${archive.name}!${shown(name)}`);
    yield refusalOf(member, entry, name, limits) ?? memberSource(member, limits);
  }
}

async function* entriesOf({ path, name, size }: ArchiveFile): AsyncGenerator<Entry> {
  // A window of its own: the directory lies at the other end of the archive than the members read meanwhile.
  const directory = new DirectoryReader(new ArchiveFile(path, name, size));
  const options = { decodeStrings: false, validateEntrySizes: false };
  const zip: ZipFile = await fromRandomAccessReaderPromise(directory, size, options);
  for await (const entry of zip.eachEntry()) yield entry;
}

async function survey(archive: ArchiveFile, limits: SourceLimits): Promise<SourceRefusal | null> {
  let members = 0;
  let inflated = 0;
  let compressed = 0;
  try {
    for await (const entry of entriesOf(archive)) {
      members++;
      inflated += entry.uncompressedSize;
      compressed += entry.compressedSize;
      if (members > limits.members) return tooManyMembers(archive.name, limits);
      // Members that share their bytes are how a small archive pretends to be a large one.
      if (inflated > limits.inflatedArchive || compressed > archive.size) return bomb(archive.name);
    }
  } catch (error) {
    return error instanceof Error && error.message.includes('encryption')
      ? encrypted(archive.name)
      : corruptArchive(archive.name);
  }
  return members === 0 ? emptyArchive(archive.name) : null;
}

function memberOf(archive: ArchiveFile, entry: Entry, name: string): Member {
  return {
    name,
    archive,
    headerAt: entry.relativeOffsetOfLocalHeader,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc32: entry.crc32,
    deflated: entry.compressionMethod === DEFLATED,
  };
}

function refusalOf(member: Member, entry: Entry, rawName: string, limits: SourceLimits): SourceRefusal | null {
  const { name } = member;
  if (isUnsafe(rawName)) return unsafeName(name);
  if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK) return symbolicLink(name);
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) return encrypted(name);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) return unknownMethod(name);
  return isBomb(member.size, member.compressedSize, limits) ? bomb(name) : null;
}

/** Names are only shown, never written to a disk; a backslash separates as some Windows tools have it. */
function nameOf(entry: Entry): string {
  const utf8 = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0;
  return entry.fileNameRaw.toString(utf8 ? 'utf8' : 'latin1').replaceAll('\\', '/');
}

/** What is kept of a name: people put those of employees, and their numbers, into the names of files. */
const shown = (name: string): string =>
  hasNirShape(name) ? '(nom masqué)' : name.slice(0, 255).replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');

/** Folders, hidden files and what macOS adds beside each file. */
function isSkipped(name: string): boolean {
  if (name.endsWith('/')) return true;
  return name.split('/').some((part) => part === '__MACOSX' || (part.startsWith('.') && !/^\.{1,2}$/.test(part)));
}

const isUnsafe = (name: string): boolean =>
  name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..');

const unsafeName = (name: string) =>
  refusedSource(
    name,
    'NOM_DANGEREUX',
    `« ${name} » porte un nom qui sort de l'archive : refaites l'archive avec des noms simples.`,
  );

const symbolicLink = (name: string) =>
  refusedSource(
    name,
    'LIEN_SYMBOLIQUE',
    `« ${name} » est un lien et non un fichier : mettez le fichier lui-même dans l'archive.`,
  );

const encrypted = (name: string) =>
  refusedSource(name, 'ARCHIVE_CHIFFREE', `« ${name} » est protégé par un mot de passe : envoyez-le sans protection.`);

const unknownMethod = (name: string) =>
  refusedSource(
    name,
    'COMPRESSION_INCONNUE',
    `« ${name} » est compressé par une méthode inconnue : refaites l'archive en ZIP ordinaire.`,
  );

const corruptArchive = (name: string) =>
  refusedSource(name, 'ARCHIVE_CORROMPUE', `L'archive « ${name} » est tronquée ou corrompue : renvoyez-la.`);

const emptyArchive = (name: string) =>
  refusedSource(name, 'ARCHIVE_VIDE', `L'archive « ${name} » ne contient aucun fichier : vérifiez votre envoi.`);

const tooManyMembers = (name: string, { members }: SourceLimits) =>
  refusedSource(
    name,
    'ARCHIVE_TROP_GRANDE',
    `L'archive « ${name} » compte plus de ${members} fichiers : divisez-la en plusieurs envois.`,
  );
