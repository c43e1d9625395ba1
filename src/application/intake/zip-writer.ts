import { crc32, deflateRawSync } from 'node:zlib';

/** A member to be; `mode` is its Unix mode, `stored` leaves it uncompressed. */
export interface MemberToWrite {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
  readonly stored?: boolean;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UNIX = 3 << 8;
const UTF8_NAME = 0x800;
/** 1 January 1980, 00:00, the first day ZIP knows: archives of the same contents are the same bytes. */
const DATE = 0x0021;
const MOST = 65_535;

/**
 * Writes a ZIP piece by piece: `add` gives the bytes of one member, `end` those of the directory. Meant for samples,
 * tests and the bench: no ZIP64, hence 65 535 members and 4 GiB at most, beyond which it throws.
 */
export class ZipWriter {
  private offset = 0;
  private readonly directory: Buffer[] = [];

  add(member: MemberToWrite): Buffer {
    if (this.directory.length === MOST) throw new RangeError('a ZIP without ZIP64 holds 65 535 members');
    const name = Buffer.from(member.name);
    const data = member.stored === true ? member.bytes : deflateRawSync(member.bytes);
    const common = commonFields(member, name, data);
    this.directory.push(directoryEntry(member, name, common, this.offset));
    const bytes = Buffer.concat([word(LOCAL), half(VERSION), common, name, data]);
    this.offset += bytes.length;
    return bytes;
  }

  end(): Buffer {
    const directory = Buffer.concat(this.directory);
    const count = half(this.directory.length);
    const disks = Buffer.alloc(4);
    const noComment = half(0);
    return Buffer.concat([
      directory,
      word(END),
      disks,
      count,
      count,
      word(directory.length),
      word(this.offset),
      noComment,
    ]);
  }
}

/** A whole archive in memory. */
export function writeZip(members: Iterable<MemberToWrite>): Buffer {
  const writer = new ZipWriter();
  const pieces = Array.from(members, (member) => writer.add(member));
  return Buffer.concat([...pieces, writer.end()]);
}

/** The 24 bytes that the local header and the directory share, from the flags to the lengths. */
function commonFields(member: MemberToWrite, name: Buffer, data: Uint8Array): Buffer {
  const method = member.stored === true ? 0 : 8;
  return Buffer.concat([
    half(UTF8_NAME),
    half(method),
    half(0),
    half(DATE),
    word(crc32(member.bytes)),
    word(data.length),
    word(member.bytes.length),
    half(name.length),
    half(0),
  ]);
}

function directoryEntry(member: MemberToWrite, name: Buffer, common: Buffer, offset: number): Buffer {
  const commentDiskInternal = Buffer.alloc(6);
  const attributes = word(((member.mode ?? 0o100644) << 16) >>> 0);
  const versions = [half(UNIX | VERSION), half(VERSION)];
  return Buffer.concat([word(CENTRAL), ...versions, common, commentDiskInternal, attributes, word(offset), name]);
}

function half(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
