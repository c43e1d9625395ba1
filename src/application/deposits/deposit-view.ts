import { depositStatus, type DepositOrigin, type DepositStatus } from '#domain/deposits/deposit';
import { VERDICTS } from '#domain/reconciliation/verdict';
import type { DepositProgress } from '#storage/deposits/deposit-batch';
import type { Deposit } from '#storage/deposits/deposits';
import type { FeedRow } from '#storage/feeds/feeds';
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

/** What could not be applied at first may have been since: `now` are its documents with the counts that stand. */
export const depositView = (
  deposit: Deposit<DepositReport>,
  progress: DepositProgress | null,
  now: readonly Pick<FeedRow, 'id' | 'verdicts'>[],
): DepositView => ({
  ...depositLine(deposit, progress),
  ...(deposit.report === null ? NOTHING_YET : withCounts(deposit.report, now)),
});

function withCounts(report: DepositReport, now: readonly Pick<FeedRow, 'id' | 'verdicts'>[]): DepositReport {
  const counts = new Map(now.map(({ id, verdicts }) => [id, verdicts]));
  const total = { ...report.verdicts };
  const feeds = report.feeds.map((feed) => {
    const verdicts = counts.get(feed.id ?? 0) ?? feed.verdicts;
    for (const kind of VERDICTS) {
      const more = verdicts[kind] - feed.verdicts[kind];
      if (more !== 0) total[kind] = (total[kind] ?? 0) + more;
    }
    return { ...feed, verdicts };
  });
  return { ...report, feeds, verdicts: total };
}
