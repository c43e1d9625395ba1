import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { BareCompanyFile } from '#domain/companies/bare-company-file';
import { BareDsn } from '#domain/dsn/bare-dsn';
import type { FileKind } from '#domain/start/file-kind';
import type { Tx } from '#storage/database';
import { keepDocument, leaveOutDocument, type DocumentPlace } from '#storage/work/work-documents';
import { EMPTY } from '../intake/compressed';
import { kindOfDocument } from '../intake/document-kind';
import { glanceInto, isRefusal, openFile, type DocumentSource } from '../intake/sources';
import { unknownFile } from './import-report';

/** A file that a person sent, on the disk of this process for as long as the request lasts. */
export interface SentPath {
  readonly path: string;
  /** As the person named it. */
  readonly name: string;
  readonly size: number;
}

/**
 * Keeps what may be kept of a file until a worker takes it in; what it is, told by content. An archive is kept document
 * by document, as each may be a DSN, which is kept bare only; one that holds nothing but rates stays as it is. Of what
 * is none of ours nothing is kept, for nobody knows what it holds.
 */
export async function keepFile(tx: Tx, work: number, file: number, { path, name }: SentPath): Promise<FileKind | null> {
  const place = { work, file, name: plainName(name) };
  if (await holdsRatesOnly(path, place.name)) {
    await keep(tx, place, createReadStream(path), 'RATES');
    return 'RATES';
  }
  let kind: FileKind | null = null;
  for await (const source of openFile(path, place.name)) {
    const refusal = isRefusal(source) ? source : await keepSource(tx, { ...place, name: source.name }, source);
    if (typeof refusal === 'string') kind ??= refusal;
    else await leaveOutDocument(tx, { ...place, name: refusal.file }, refusal);
  }
  return kind;
}

/** What it is, once it is kept; why it is not. */
async function keepSource(tx: Tx, place: DocumentPlace, source: DocumentSource) {
  const kind = await kindOfDocument(source);
  if (typeof kind === 'string') await keep(tx, place, source.open(), kind);
  return kind ?? unknownFile(source.name);
}

/** Whether nothing else is in it, hidden or not; what is corrupt further on is told when it is taken in. */
async function holdsRatesOnly(path: string, name: string): Promise<boolean> {
  let rates = 0;
  for await (const source of glanceInto(path, name)) {
    const kind = isRefusal(source) ? source : await kindOfDocument(source);
    if (kind === 'RATES') rates++;
    else if (kind === null || typeof kind === 'string' || kind.code !== EMPTY) return false;
  }
  return rates > 0;
}

interface Bare {
  push(bytes: Buffer): Buffer;
  end(): Buffer;
}

/** Rates are kept as they are, for they prove where a rate comes from. */
const bareOf = (kind: FileKind): Bare | null =>
  kind === 'DSN' ? new BareDsn() : kind === 'COMPANIES' ? new BareCompanyFile() : null;

async function keep(tx: Tx, place: DocumentPlace, bytes: Readable, kind: FileKind): Promise<void> {
  const bare = bareOf(kind);
  const hash = createHash('sha256');
  let size = 0;
  async function* passed(): AsyncGenerator<Buffer> {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (bare !== null) hash.update(chunk);
      const left = bare?.push(chunk) ?? chunk;
      size += left.length;
      if (left.length > 0) yield left;
    }
    const rest = bare?.end() ?? Buffer.alloc(0);
    size += rest.length;
    if (rest.length > 0) yield rest;
  }
  const told = () => ({ size, sha256: bare === null ? null : hash.digest('hex') });
  await keepDocument(tx, place, Readable.from(passed(), { objectMode: false }), told);
}

const LONGEST_NAME = 100;

/** A name that reports can show and any disk can carry. */
export const plainName = (name: string): string => {
  const plain = name
    .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .slice(-LONGEST_NAME)
    .replace(/^[. ]+/, '');
  return plain === '' ? 'fichier' : plain;
};
