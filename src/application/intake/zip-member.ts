import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { ArchiveFile } from './archive-file';
import { contentOf, ignoreHere } from './compressed';
import { streamOf, unreadable, type DocumentSource, type SourceLimits } from './source';

/** What the central directory says of one member. */
export interface Member {
  readonly name: string;
  readonly archive: ArchiveFile;
  readonly headerAt: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc32: number;
  readonly deflated: boolean;
}

const LOCAL_HEADER = 30;
const LOCAL_SIGNATURE = 0x04034b50;
/** Up to here a member is read and inflated in one go: an archive of thousands of small returns needs no streams. */
const SMALL = 256 * 1024;

/** May be kept and read at any time: no handle stays open. */
export function memberSource(member: Member, limits: SourceLimits): DocumentSource {
  const { name, size } = member;
  const corrupt = () =>
    unreadable(name, 'ARCHIVE_CORROMPUE', `Le fichier « ${name} » est corrompu dans son archive : renvoyez-la.`);
  const content = { name, size: member.compressedSize };
  return {
    name,
    size,
    open: () => streamOf(() => checked(contentOf(inflated(member), content, limits), member, corrupt), corrupt),
  };
}

/** Fails when the bytes are not those that the directory announced. */
async function* checked(chunks: AsyncIterable<Buffer>, member: Member, corrupt: () => Error): AsyncGenerator<Buffer> {
  let size = 0;
  let sum = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    sum = crc32(chunk, sum);
    if (size > member.size) throw corrupt();
    yield chunk;
  }
  if (size !== member.size || sum !== member.crc32) throw corrupt();
}

async function* inflated(member: Member): AsyncGenerator<Buffer> {
  const { archive, compressedSize, size } = member;
  const start = await dataStart(member);
  if (compressedSize > SMALL || size > SMALL) {
    yield* streamed(start, member);
    return;
  }
  const data = await archive.read(start, compressedSize);
  yield member.deflated ? inflateRawSync(data, { maxOutputLength: Math.max(1, size) }) : data;
}

/** The local header repeats the name with extra fields of its own length: only it knows where the data begin. */
async function dataStart({ archive, headerAt }: Member): Promise<number> {
  const header = await archive.read(headerAt, LOCAL_HEADER);
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new Error('no local header');
  return headerAt + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function streamed(start: number, member: Member): AsyncIterable<Buffer> {
  const data = createReadStream(member.archive.path, { start, end: start + member.compressedSize - 1 });
  return member.deflated ? (pipeline(data, createInflateRaw(), ignoreHere) as AsyncIterable<Buffer>) : data;
}
