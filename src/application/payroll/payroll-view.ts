import { formatRate } from '#domain/values/rate';
import type { PayrollAnswer } from './payrolls-of';

/** The payroll of an establishment as outsiders read it: code and rate as DSN 40.040 and 40.043 want them. */
export const payrollView = ({ siret, period, employees, blocking }: PayrollAnswer) => ({
  siret,
  period,
  employees: employees.map((line) => ({ ...line, rate: line.rate === null ? null : formatRate(line.rate) })),
  blocking,
});
