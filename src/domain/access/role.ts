import { accepted, refused, type Result } from '../values/result';

export const ROLES = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR'] as const;

/** Payroll admin and accountant see the companies they belong to; support and administrators see all of them. */
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  PAYROLL_ADMIN: 'gestionnaire de paie',
  ACCOUNTANT: 'expert-comptable',
  SUPPORT: 'support',
  ADMINISTRATOR: 'administrateur',
};

/** Whether the role is bound to companies, and must be given at least one. */
export const isBoundToCompanies = (role: Role): boolean => role === 'PAYROLL_ADMIN' || role === 'ACCOUNTANT';

/** `payroll-admin`, `PAYROLL_ADMIN` or `gestionnaire de paie`. */
export function parseRole(text: string): Result<Role> {
  const asked = text.trim();
  const name = asked.toUpperCase().replaceAll('-', '_');
  const role = ROLES.find((known) => known === name || ROLE_WORDS[known] === asked.toLowerCase());
  if (role !== undefined) return accepted(role);
  const known = ROLES.map((one) => one.toLowerCase().replaceAll('_', '-')).join(', ');
  return refused('ROLE_INCONNU', `Le rôle « ${asked.slice(0, 40)} » n’existe pas : choisissez parmi ${known}.`);
}
