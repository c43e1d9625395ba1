import type { Caller } from './caller';

export const ROLES = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR'] as const;

/** Payroll admin and accountant see the companies they belong to; support and administrators see all of them. */
export type Role = (typeof ROLES)[number];

/** The person behind a request; `actor` is their name and role as the journal shows them. */
export interface Viewer extends Caller {
  readonly accountId: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
