import { isBoundToCompanies, type Role } from '#domain/access/role';

/** Whose companies a person sees: `toutes`, `1 entreprise`, `12 entreprises`. */
export function companiesWords(role: Role, companies: readonly string[]): string {
  if (!isBoundToCompanies(role)) return 'toutes';
  return `${companies.length}\u00a0entreprise${companies.length > 1 ? 's' : ''}`;
}

/** SIREN as people paste them: one per line, or cut by commas or semicolons; spaces within a number are theirs. */
export const sirensOf = (text: string): readonly string[] =>
  text
    .split(/[\r\n,;\t]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
