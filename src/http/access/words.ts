import { isBoundToCompanies, type Role } from '#domain/access/role';

/** Whose companies a person sees: `toutes`, `1 entreprise`, `12 entreprises`. */
export function companiesWords(role: Role, companies: readonly string[]): string {
  if (!isBoundToCompanies(role)) return 'toutes';
  return `${companies.length}\u00a0entreprise${companies.length > 1 ? 's' : ''}`;
}

interface KeyReach {
  readonly companies: readonly string[] | null;
  readonly accountName: string | null;
}

/** Whose companies a key opens: `toutes`, `2 entreprises`, `celles de Paul Mercier`, `2 entreprises de Paul Mercier`. */
export function keyCompaniesWords({ companies, accountName }: KeyReach): string {
  const some = companies === null ? null : companiesWords('ACCOUNTANT', companies);
  if (accountName === null) return some ?? 'toutes';
  return `${some ?? 'celles'} de ${accountName}`;
}

/** SIREN as people paste them: one per line, or cut by commas or semicolons; spaces within a number are theirs. */
export const sirensOf = (text: string): readonly string[] =>
  text
    .split(/[\r\n,;\t]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
