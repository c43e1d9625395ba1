import { readFileSync } from 'node:fs';

/** An error of the system, by its code; not `instanceof Error`, which fails between realms such as a test's sandbox. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

export const hasCode = (error: unknown, code: string): boolean => isSystemError(error) && error.code === code;

/** Null when the file is not there: another process may take it away at any moment, so asking first would prove nothing. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
