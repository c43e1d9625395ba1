import type { Provider } from '@nestjs/common';
import { RunPayroll } from '../payroll-run/run-payroll';
import { ReadPayroll } from './read-payroll';
import { StreamPayroll } from './stream-payroll';

/** What payroll software asks, and what it says of its own runs. */
export const PAYROLL_VERBS: Provider[] = [ReadPayroll, StreamPayroll, RunPayroll];
