import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fastifyMultipart, type MultipartFile } from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inTemporaryFolder, removeLeftovers } from '#application/temporary-folder';
import { accepted, refused, type Result } from '#domain/values/result';

/** A file that a person sent, on the disk for as long as it is worked on. */
export interface UploadedFile {
  readonly path: string;
  /** As the person named it, without folders: shown to people, never a path of ours. */
  readonly name: string;
  readonly size: number;
}

export interface UploadLimits {
  /** Bytes of one file; said to the person beforehand, see `limitWords`. */
  readonly fileSize: number;
  readonly files: number;
}

/** What an upload needs of Fastify's request. */
export interface UploadRequest {
  isMultipart(): boolean;
  files(options: { readonly limits: UploadLimits & { readonly fields: number } }): AsyncIterable<MultipartFile>;
}

const MEGABYTE = 1024 * 1024;
/** Fields beside the files: none of our forms with files has more. */
const FIELDS = 20;
const LONGEST_NAME = 100;

/** Lets forms with files in. Their token stands in the address, and is asked for before the first byte is read. */
export async function acceptUploads(pages: NestFastifyApplication): Promise<void> {
  await pages.register(fastifyMultipart, { throwFileSizeLimit: false });
}

/** « 2 Mo ». */
export const limitWords = ({ fileSize }: Pick<UploadLimits, 'fileSize'>): string =>
  `${String(Math.floor(fileSize / MEGABYTE))}\u00a0Mo`;

/**
 * Receives the files of a form into a folder of their own, as streams, and works on them; the folder is gone
 * afterwards, whatever happens. Refused, before any work: no file, an empty one, one beyond the limit, or a transfer
 * that broke off. What the files hold is for the verb to tell, by their bytes.
 */
export async function withUploads<T>(
  request: UploadRequest,
  limits: UploadLimits,
  work: (files: readonly UploadedFile[]) => Promise<T>,
): Promise<Result<T>> {
  if (!request.isMultipart()) return refused('FICHIER_ABSENT', NO_FILE);
  // A DSN may be among what a process that was killed had been receiving.
  await removeLeftovers();
  return inTemporaryFolder(async (folder) => {
    const received = await receive(request, limits, folder);
    return received.ok ? accepted(await work(received.value)) : received;
  });
}

async function receive(
  request: UploadRequest,
  limits: UploadLimits,
  folder: string,
): Promise<Result<readonly UploadedFile[]>> {
  const files: UploadedFile[] = [];
  let refusal: Result<never> | null = null;
  try {
    for await (const part of request.files({ limits: { ...limits, fields: FIELDS } })) {
      const file = await keep(part, join(folder, String(files.length)));
      // The rest is read all the same: a browser that is cut off shows no page.
      if (part.file.truncated) refusal ??= tooLarge(file.name, limits);
      else if (file.size > 0) files.push(file);
      else if (file.name !== '') refusal ??= empty(file.name);
    }
  } catch (error) {
    if (isTooMany(error)) {
      return refused('TROP_DE_FICHIERS', `Envoyez ${String(limits.files)} fichiers au plus à la fois.`);
    }
    return refused('ENVOI_INTERROMPU', 'L’envoi du fichier s’est interrompu : recommencez.');
  }
  if (refusal !== null) return refusal;
  return files.length === 0 ? refused('FICHIER_ABSENT', NO_FILE) : accepted(files);
}

async function keep(part: MultipartFile, path: string): Promise<UploadedFile> {
  const target = createWriteStream(path, { mode: 0o600 });
  await pipeline(part.file, target);
  return { path, name: plainName(part.filename), size: target.bytesWritten };
}

/** Browsers may send a whole path; whatever is in a name is only ever shown. */
export const plainName = (name: string): string =>
  basename(name.replaceAll('\\', '/'))
    .replace(/\p{Cc}/gu, '\ufffd')
    .slice(0, LONGEST_NAME);

const isTooMany = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_FILES_LIMIT';

const NO_FILE = 'Choisissez un fichier à envoyer.';

const tooLarge = (name: string, limits: UploadLimits): Result<never> =>
  refused('FICHIER_TROP_LOURD', `Le fichier « ${name} » dépasse ${limitWords(limits)} : envoyez-en un plus petit.`);

const empty = (name: string): Result<never> =>
  refused('FICHIER_VIDE', `Le fichier « ${name} » est vide : vérifiez-le, puis renvoyez-le.`);
