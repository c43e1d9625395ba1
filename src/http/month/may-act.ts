import type { Role, Viewer } from '#application/access/viewer';

/** Who answers for a payroll, or stands in for them; support reads. */
export const ACTING = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR'] as const satisfies readonly Role[];

export const mayAct = ({ role }: Viewer): boolean => ACTING.some((acting) => acting === role);
