import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { accepted, refused, type Result } from '#domain/values/result';

/** A small file that a person hands to a verb, read whole. */
export interface InputFile {
  /** Name without its folder. */
  readonly file: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "n'existe pas : vérifiez le chemin",
  EISDIR: 'est un dossier : donnez un fichier',
  EACCES: "n'est pas lisible par ce compte : vérifiez ses droits",
};

export async function readInput(path: string): Promise<Result<InputFile>> {
  const file = basename(path);
  try {
    const bytes = await readFile(path);
    return accepted({ file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const cause = CAUSES[code] ?? `ne peut pas être lu (${code || 'cause inconnue'}) : réessayez`;
    return refused('FICHIER_ILLISIBLE', `Le fichier ${path} ${cause}.`);
  }
}
