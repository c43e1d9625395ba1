import { createHash, type Hash } from 'node:crypto';
import { finished, Transform, type Readable, type TransformCallback } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { HttpStatus } from '@nestjs/common';
import type { MultipartFile } from '@fastify/multipart';
import { isBomb } from '#application/intake/compressed';
import { SOURCE_LIMITS } from '#application/intake/source';
import { plainName } from '../../page/upload';
import { ProblemException } from './problem';
import { headerOf, type ApiVisit } from './visit';

/** Bytes of a file once unpacked: three times the returns of every establishment there is. */
export const MOST_BYTES = 1024 * 1024 * 1024;

/** Types whose bytes are left alone; what a file is, its bytes say. */
export const FILE_TYPES = [
  'text/csv',
  'text/xml',
  'application/xml',
  'application/zip',
  'application/gzip',
  'application/octet-stream',
] as const;

/** What a route that takes a file needs of Fastify's request. */
export interface FileVisit extends ApiVisit {
  isMultipart(): boolean;
  file(options: {
    readonly limits: { readonly files: number; readonly fileSize: number };
  }): Promise<MultipartFile | undefined>;
  incoming?: IncomingFile;
}

/** A file that is being sent: read it once, as a stream. Its digest is known when it was read to its end. */
export class IncomingFile {
  readonly bytes: Readable;
  /** What broke on the way in, if anything did. */
  fault: ProblemException | null = null;
  private readonly hash: Hash = createHash('sha256');
  private digest: Buffer | null = null;

  constructor(
    /** As it was named, without folders; never empty. */
    readonly name: string,
    private readonly source: Readable,
    isPacked: boolean,
  ) {
    const gunzip = isPacked ? createGunzip() : null;
    const counted = new Counted(gunzip, (chunk) => this.hash.update(chunk));
    this.bytes = joined(gunzip === null ? source : joined(source, gunzip), counted);
    // Somebody may answer without reading it: then nobody else hears of its faults.
    this.bytes.on('error', (error) => (this.fault = error instanceof ProblemException ? error : null));
  }

  /** Reads what is left; the SHA-256 of the whole file, unpacked. */
  async whole(): Promise<Buffer> {
    if (!this.bytes.readableEnded) await finishedReading(this.bytes.resume());
    this.digest ??= this.hash.digest();
    return this.digest;
  }

  /** Lets what nobody will read pass by, so that the sender comes to the answer. */
  discard(): void {
    this.source.unpipe();
    this.source.resume();
  }
}

const finishedReading = promisify(finished);

class Counted extends Transform {
  private size = 0;

  constructor(
    /** What it was packed by; null when it came as it is. */
    private readonly packing: Gunzip | null,
    private readonly seen: (chunk: Buffer) => void,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    if (this.size > MOST_BYTES) done(tooLarge());
    else if (this.packing !== null && isBomb(this.size, this.packing.bytesWritten, SOURCE_LIMITS)) done(bomb());
    else {
      this.seen(chunk);
      done(null, chunk);
    }
  }
}

/** Unlike a pipeline, a fault further down leaves the request itself open, so that it can be answered. */
function joined(source: Readable, target: Transform): Transform {
  finished(source, { writable: false }, (error) => {
    if (error) target.destroy(error instanceof ProblemException ? error : broken(source));
  });
  return source.pipe(target);
}

const broken = (source: Readable): ProblemException =>
  'bytesWritten' in source
    ? wrong(HttpStatus.BAD_REQUEST, 'GZIP_ILLISIBLE', 'Le fichier annoncé en gzip ne se décompresse pas : renvoyez-le.')
    : wrong(HttpStatus.BAD_REQUEST, 'ENVOI_INTERROMPU', 'L’envoi du fichier s’est interrompu : recommencez.');

const wrong = (status: number, code: string, detail: string): ProblemException =>
  new ProblemException({ status, code, detail });

const tooLarge = (): ProblemException =>
  wrong(
    HttpStatus.PAYLOAD_TOO_LARGE,
    'FICHIER_TROP_LOURD',
    `Le fichier dépasse ${String(MOST_BYTES / 1024 / 1024)} Mo une fois décompressé : partagez-le.`,
  );

const bomb = (): ProblemException =>
  wrong(
    HttpStatus.UNPROCESSABLE_ENTITY,
    'BOMBE_DE_DECOMPRESSION',
    'Le fichier envoyé en gzip se décompresse en un volume démesuré : envoyez-le sans compression.',
  );

/** The file of a request: its body as it is, or the one file of a form; gzip is unpacked on the way. */
export async function incomingFile(visit: FileVisit): Promise<IncomingFile> {
  const encoding = headerOf(visit, 'content-encoding').toLowerCase();
  if (!['', 'identity', 'gzip'].includes(encoding))
    throw wrong(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      'COMPRESSION_INCONNUE',
      `La compression « ${encoding.slice(0, 30)} » n’est pas lue ici : envoyez le fichier tel quel, ou en gzip.`,
    );
  if (visit.isMultipart()) {
    const part = await visit.file({ limits: { files: 1, fileSize: MOST_BYTES + 1 } }).catch(unreadableForm);
    if (part === undefined) throw noFile();
    return new IncomingFile(nameOf(visit, part.filename), part.file, false);
  }
  if (!isStream(visit.body)) throw noFile();
  return new IncomingFile(nameOf(visit, ''), visit.body, encoding === 'gzip');
}

/** The reader of forms throws plain errors, in English, for one that has no boundary or is cut in its head. */
function unreadableForm(error: unknown): never {
  if (error instanceof Error && 'statusCode' in error) throw error;
  const detail =
    'Le formulaire (multipart/form-data) est illisible : vérifiez sa délimitation (boundary), puis renvoyez-le.';
  throw wrong(HttpStatus.BAD_REQUEST, 'FORMULAIRE_ILLISIBLE', detail);
}

const isStream = (body: unknown): body is Readable => typeof body === 'object' && body !== null && 'pipe' in body;

const noFile = (): ProblemException =>
  wrong(
    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
    'FICHIER_ABSENT',
    `Aucun fichier n’est joint : envoyez-le comme corps de la requête (${FILE_TYPES.join(', ')}), ou en multipart/form-data.`,
  );

/** `?name=`, else the name in `Content-Disposition`, else that of the form's file. */
function nameOf(visit: ApiVisit, inForm: string): string {
  const asked = new URLSearchParams(visit.url.split('?', 2)[1] ?? '').get('name') ?? '';
  const disposition = headerOf(visit, 'content-disposition');
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1] ?? '';
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const names = [asked, decoded(extended), plain?.[1] ?? plain?.[2] ?? '', inForm].map((name) =>
    plainName(name).trim(),
  );
  return names.find((name) => name !== '') ?? UNNAMED;
}

const UNNAMED = 'envoi';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
