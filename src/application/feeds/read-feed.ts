import { Injectable } from '@nestjs/common';
import { VERDICTS, type VerdictKind } from '#domain/reconciliation/verdict';
import { accepted, type Result } from '#domain/values/result';
import { Database, type Scope } from '#storage/database';
import { chunkCounts, ownVerdicts, type ChunkCounts, type FeedStatus } from '#storage/feeds/feeds';
import type { Caller } from '../access/caller';
import { findFeed } from './find-feed';

export interface FeedAnswer {
  readonly id: number;
  readonly file: string;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly status: FeedStatus;
  /** Of the whole document; null for a caller bound to companies, who is told nothing of the others. */
  readonly lines: number | null;
  /** How far its batch is applied; null for a caller bound to companies. */
  readonly chunks: ChunkCounts | null;
  /** Establishments by what was decided at reception, the caller's own only; null while it is being decided. */
  readonly verdicts: Readonly<Record<VerdictKind, number>> | null;
}

/** One document received: how far it is, and what was decided about the establishments that the caller sees. */
@Injectable()
export class ReadFeed {
  constructor(private readonly database: Database) {}

  async run(id: string, caller: Caller): Promise<Result<FeedAnswer>> {
    const found = await findFeed(this.database, id, caller);
    if (!found.ok) return found;
    const { id: number, file, sha256, receivedAt, status, lines, verdicts, batch } = found.value;
    const told = caller.scope === 'system' ? verdicts : await this.ownCounts(number, caller.scope);
    return accepted({
      ...{ id: number, file, sha256, receivedAt, status },
      ...(caller.scope === 'system' ? { lines, chunks: await this.chunks(batch) } : { lines: null, chunks: null }),
      verdicts: told === null ? null : countsOf(told),
    });
  }

  private chunks(batch: number): Promise<ChunkCounts> {
    return this.database.transaction('system', (tx) => chunkCounts(tx, batch));
  }

  private ownCounts(feed: number, scope: Exclude<Scope, 'system'>): Promise<Told> {
    return this.database.transaction(scope, (tx) => ownVerdicts(tx, feed, scope.companies));
  }
}

type Told = Readonly<Partial<Record<VerdictKind, number>>>;

const countsOf = (told: Told): Readonly<Record<VerdictKind, number>> =>
  Object.fromEntries(VERDICTS.map((verdict) => [verdict, told[verdict] ?? 0])) as Record<VerdictKind, number>;
