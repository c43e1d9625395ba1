import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { batchOfDeposit, firstBroughtBy } from '#storage/deposits/deposit-batch';
import { endDeposit, keptDeposit, startDeposit, type Deposit } from '#storage/deposits/deposits';
import { refusedLinesOf } from '#storage/intake/refused-lines';
import { IngestFeeds } from '../intake/ingest-feeds';
import type { FeedReport, Rejection } from '../intake/ingest-report';
import { ownFeeds } from '../intake/own-feeds';
import { openFile } from '../intake/sources';
import { Clock } from '../ports/clock';
import { MOST_REJECTIONS } from '../start/import-report';
import { MOST_FEEDS, type DepositReport } from './deposit-report';
import { inTemporaryFolder, removeLeftovers } from '../temporary-folder';

/**
 * Takes a deposit in: its documents are ingested, what came of them is kept, its bytes are let go. Killed anywhere, it
 * is done again: documents are known by their digest, so that they are ingested once, and the batch says which of them
 * this deposit was the first to bring.
 */
@Injectable()
export class TakeDeposit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ingestFeeds: IngestFeeds,
  ) {}

  /** One sentence about what came of it; null when there is nothing to do, or when its batch goes on elsewhere. */
  async run(id: number, stop?: AbortSignal): Promise<string | null> {
    await removeLeftovers();
    const deposit = await this.database.transaction('system', (tx) => startDeposit(tx, id, this.clock.now()));
    if (deposit === null) return null;
    const report = await inTemporaryFolder(async (folder) => {
      const path = join(folder, 'document');
      return (await this.restore(deposit, path)) ? this.ingest(deposit, path, stop) : null;
    });
    return report === null ? null : this.end(deposit, report);
  }

  /** False when somebody else has just ended it. */
  private async restore({ id, size, name }: Deposit<unknown>, path: string): Promise<boolean> {
    await this.database.session((tx) => {
      const parts = Readable.from(keptDeposit(tx, id));
      return pipeline(parts, createGunzip(), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    });
    if ((await stat(path)).size === size) return true;
    const open = await this.database.transaction('system', (tx) => startDeposit(tx, id, this.clock.now()));
    if (open === null) return false;
    throw new Error(`Les octets gardés du dépôt ${id} (« ${name} ») ne sont pas complets.`);
  }

  private async ingest(deposit: Deposit<unknown>, path: string, stop?: AbortSignal): Promise<DepositReport | null> {
    const { id, name, actor, companies } = deposit;
    const whole: Rejection[] = [];
    const sources = ownFeeds(this.database, openFile(path, name), companies === null ? 'ALL' : { companies });
    const report = await this.ingestFeeds.run(sources, {
      ...{ dryRun: false, actor, deposit: id, ...(stop && { stop }) },
      // Refused lines are read back from the rows: after a crash they are no longer told.
      onRejections: (page) => {
        for (const rejection of page) if (rejection.line === null) whole.push(rejection);
        return Promise.resolve();
      },
    });
    return this.database.transaction('system', async (tx) => {
      const batch = await batchOfDeposit(tx, id);
      if (batch?.done === false) return null;
      const rejections = whole.slice(0, MOST_REJECTIONS);
      let rejected = whole.length;
      const files = new Map(report.feeds.map((feed) => [feed.id, feed.file]));
      if (batch !== null)
        for await (const page of refusedLinesOf(tx, batch.id)) {
          rejected += page.length;
          for (const { feed, ...line } of page.slice(0, MOST_REJECTIONS - rejections.length))
            rejections.push({ file: files.get(feed) ?? name, ...line });
        }
      const feeds = asFirstTold(report.feeds, await firstBroughtBy(tx, id));
      return {
        feeds: feeds.slice(0, MOST_FEEDS),
        feedCount: feeds.length,
        verdicts: totalOf(feeds),
        ...{ rejections, rejected, notes: report.notes },
      };
    });
  }

  private async end(deposit: Deposit<unknown>, report: DepositReport): Promise<string | null> {
    const { id, name, actor } = deposit;
    const state = report.feedCount === 0 ? 'REFUSED' : 'TAKEN';
    const at = this.clock.now();
    const ended = await this.database.transaction('system', async (tx) => {
      if (!(await endDeposit(tx, id, state, report, at))) return false;
      const action = state === 'TAKEN' ? 'deposit.taken' : 'deposit.refused';
      const { feedCount, verdicts, rejected } = report;
      const body = { deposit: id, name, feeds: feedCount, verdicts, rejected };
      await appendEntries(tx, [{ at, actor, action, siren: null, siret: null, body, covers: null }]);
      return true;
    });
    if (!ended) return null;
    return state === 'TAKEN'
      ? `Dépôt ${id} pris en compte : ${report.feedCount} document(s), ${report.rejected} rejet(s).`
      : `Dépôt ${id} refusé : ${report.rejections[0]?.message ?? 'rien de lisible.'}`;
  }
}

/** What this deposit was the first to bring is told as such each time; what it holds twice, once. */
function asFirstTold(feeds: readonly FeedReport[], first: ReadonlySet<string>): FeedReport[] {
  const told = new Set<string>();
  return feeds.map((feed) => {
    const alreadyReceived = !first.has(feed.sha256) || told.has(feed.sha256);
    told.add(feed.sha256);
    return { ...feed, alreadyReceived };
  });
}

function totalOf(feeds: readonly FeedReport[]): Partial<Record<VerdictKind, number>> {
  const total: Partial<Record<VerdictKind, number>> = {};
  for (const { verdicts } of feeds)
    for (const [kind, count] of Object.entries(verdicts) as [VerdictKind, number][])
      total[kind] = (total[kind] ?? 0) + count;
  return total;
}
