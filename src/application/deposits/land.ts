import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileKind, HEAD_BYTES } from '#domain/start/file-kind';
import { archiveKind, EMPTY, ignoreHere } from '../intake/compressed';
import { kindOfDocument } from '../intake/document-kind';
import { glanceInto, isRefusal, SOURCE_LIMITS } from '../intake/sources';
import { brokenOff, emptyDocument, LeftOutside, tooLarge, wrongKind } from './deposit-refusals';

export interface Landed {
  readonly sha256: string;
  readonly size: number;
}

/**
 * Writes what arrives to a new file, hashing it on the way. What its first bytes show to be no document of rates is
 * refused before a byte is written, and an archive before it is kept: a DSN never is. Rejects with `LeftOutside`, or
 * as the disk fails; `bytes` may then be left half read, for the caller to dispose of.
 */
export async function land(bytes: Readable, path: string, name: string): Promise<Landed> {
  // Whoever no longer reads a stream must still hear of its failure, which would else end the process.
  bytes.on('error', ignoreHere);
  const hash = createHash('sha256');
  const landed = { size: 0, isArchive: false };
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of fromItsHead(bytes, name)) {
      if (landed.size === 0) landed.isArchive = isAllowedArchive(chunk, name);
      landed.size += chunk.length;
      if (landed.size > SOURCE_LIMITS.inflatedMember) throw tooLarge(name, SOURCE_LIMITS.inflatedMember);
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(hashed, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  if (landed.size === 0) throw emptyDocument(name);
  if (landed.isArchive) await lookInside(path, name);
  return { sha256: hash.digest('hex'), size: landed.size };
}

/** The chunks of a stream, the first of them long enough to tell what the document is. */
async function* fromItsHead(bytes: Readable, name: string): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  try {
    // An iterator that is left destroys its stream, and with a request the connection on which to answer.
    for await (const piece of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      const chunk = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
      if (head === null) yield chunk;
      else {
        head = Buffer.concat([head, chunk]);
        if (head.length < HEAD_BYTES) continue;
        yield head;
        head = null;
      }
    }
  } catch (error) {
    throw error instanceof LeftOutside ? error : brokenOff(name);
  }
  if (head !== null && head.length > 0) yield head;
}

/** Whether it is one; refuses what is neither archive nor rates. */
function isAllowedArchive(head: Buffer, name: string): boolean {
  if (archiveKind(head) !== null) return true;
  const kind = fileKind(head.subarray(0, HEAD_BYTES));
  if (kind !== 'RATES') throw wrongKind(name, kind);
  return false;
}

/**
 * At least one document of rates, and neither a DSN nor a further archive among the others. A DSN may be in what cannot
 * be looked into, which is therefore not kept; what is corrupt further on is told when it is taken in.
 */
async function lookInside(path: string, name: string): Promise<void> {
  let other: 'COMPANIES' | null = null;
  let rates = 0;
  for await (const source of glanceInto(path, name)) {
    const kind = isRefusal(source) ? source : await kindOfDocument(source);
    if (kind === 'RATES') rates++;
    else if (kind === 'COMPANIES') other = kind;
    else if (kind === 'DSN') throw wrongKind(name, kind);
    else if (kind !== null && kind.code !== EMPTY) throw new LeftOutside({ code: kind.code, message: kind.message });
  }
  if (rates === 0) throw wrongKind(name, other);
}
