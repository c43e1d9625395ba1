import { depositStatus, type DepositOrigin, type DepositStatus } from '#domain/deposits/deposit';
import type { DepositProgress } from '#storage/deposits/deposit-batch';
import type { Deposit } from '#storage/deposits/deposits';
import type { DepositReport } from './deposit-report';

/** A deposit as people and programs are told of it. */
export interface DepositLine {
  readonly id: number;
  readonly name: string;
  readonly origin: DepositOrigin;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly status: DepositStatus;
  readonly receivedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Null until something of it was new. */
  readonly progress: DepositProgress | null;
}

/** The same with what came of it; empty until it is over. */
export interface DepositView extends DepositLine, DepositReport {}

const NOTHING_YET: DepositReport = {
  ...{ feeds: [], feedCount: 0, verdicts: {}, rejections: [], rejected: 0, notes: [] },
};

export function depositLine(deposit: Deposit<DepositReport>, progress: DepositProgress | null): DepositLine {
  const { id, name, origin, sha256, size, state, report, receivedAt, startedAt, endedAt } = deposit;
  const status = depositStatus(state, (report?.rejected ?? 0) + (progress?.quarantined ?? 0));
  return { id, name, origin, sha256, size, status, receivedAt, startedAt, endedAt, progress };
}

export const depositView = (deposit: Deposit<DepositReport>, progress: DepositProgress | null): DepositView => ({
  ...depositLine(deposit, progress),
  ...(deposit.report ?? NOTHING_YET),
});
