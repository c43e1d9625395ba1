import { Injectable } from '@nestjs/common';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { appendEntries, type AuditEntry } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import {
  addFeed,
  feedBySha,
  forgetFeeds,
  keepBytes,
  markDecided,
  markDone,
  openBatch,
  recordReading,
  reserveSheets,
  type VerdictCounts,
} from '#storage/intake/batches';
import { plannedRefusals, refusedLinesOf } from '#storage/intake/refused-lines';
import { Staging } from '#storage/intake/staging';
import { applyBatch } from './apply-batch';
import { decideBatch, type DecidedBatch } from './decide-batch';
import { FinishBatches } from './finish-batches';
import { sha256Of, type FeedSource, type SourceRefusal } from './sources';
import { knownReport, readable, reportOf, type FeedReport, type IngestReport, type Rejection } from './ingest-report';
import { stageDocuments, type StagedDocument } from './stage';

export interface IngestOptions {
  readonly dryRun: boolean;
  readonly actor: string;
}

/** A new document of the call, its digest already known. */
interface Received {
  readonly source: FeedSource;
  readonly sha256: string;
  readonly id: number;
}

/** Takes in the feeds of one call as one batch: stage all, decide, count, apply by chunk (design rule 17). */
@Injectable()
export class IngestFeeds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly finishBatches: FinishBatches,
  ) {}

  async run(sources: AsyncIterable<FeedSource | SourceRefusal>, options: IngestOptions): Promise<IngestReport> {
    await this.finishBatches.run();
    const sorted = await this.sortSources(sources);
    const report = await this.database.exclusively(() =>
      options.dryRun ? this.rehearse(sorted.fresh) : this.receive(sorted.fresh, options),
    );
    const known = await this.reportKnown(sorted.known);
    return {
      feeds: [...report.feeds, ...known],
      rejections: [...sorted.refusals, ...report.rejections],
      notes: report.notes,
    };
  }

  private async sortSources(sources: AsyncIterable<FeedSource | SourceRefusal>): Promise<SortedSources> {
    const sorted: SortedSources = { fresh: [], known: [], refusals: [] };
    const seen = new Set<string>();
    for await (const source of sources) {
      if ('code' in source) {
        sorted.refusals.push({
          file: source.file,
          line: null,
          siret: null,
          code: source.code,
          message: source.message,
        });
        continue;
      }
      const sha256 = await sha256Of(source);
      const known =
        seen.has(sha256) || (await this.database.transaction('system', (tx) => feedBySha(tx, sha256))) !== null;
      seen.add(sha256);
      sorted[known ? 'known' : 'fresh'].push({ source, sha256 });
    }
    return sorted;
  }

  /** Decides everything and writes nothing. */
  private async rehearse(fresh: readonly Hashed[]): Promise<IngestReport> {
    const staging = Staging.forDryRun(process.pid);
    const received = fresh.map((hashed, index): Received => ({ ...hashed, id: -1 - index }));
    try {
      await this.database.session((tx) => staging.create(tx));
      const { documents } = await stageDocuments(this.database, staging, received.map(toStage));
      const decided = await this.decide(staging, readable(documents), 0);
      const refused = await this.database.session((tx) => plannedRefusals(tx, staging));
      return reportOf(received, documents, decided, refused, null);
    } finally {
      await this.database.session((tx) => staging.drop(tx));
    }
  }

  private async receive(fresh: readonly Hashed[], options: IngestOptions): Promise<IngestReport> {
    if (fresh.length === 0) return { feeds: [], rejections: [], notes: [] };
    const at = this.clock.now();
    const { batchId, received, documents, staged } = await this.takeIn(fresh, options.actor, at);
    const staging = Staging.forBatch(batchId);
    const firstSheet = await this.database.transaction('system', (tx) => reserveSheets(tx, staged));
    const decided = await this.decide(staging, readable(documents), firstSheet);
    await this.database.transaction('system', (tx) =>
      markDecided(tx, batchId, decided.count, decided.withheld, decided.verdicts),
    );
    const chunks = Array.from({ length: decided.chunks }, (_, chunk) => chunk);
    await applyBatch(this.database, { batchId, actor: options.actor, at, staging, chunks, again: null });
    const refused = await this.database.transaction('system', async (tx) => {
      await markDone(tx, batchId);
      return refusedLinesOf(tx, batchId);
    });
    await this.database.session((tx) => staging.drop(tx));
    return reportOf(received, documents, decided, refused, batchId);
  }

  /** Registers the documents, keeps their bytes and stages their lines, side by side; the batch exists once all three are done. */
  private async takeIn(fresh: readonly Hashed[], actor: string, at: string): Promise<TakenIn> {
    return this.database.transaction('system', async (tx) => {
      const batchId = await openBatch(tx, actor, at);
      const received: Received[] = [];
      for (const [ordinal, { source, sha256 }] of fresh.entries()) {
        const id = await addFeed(tx, batchId, ordinal, { file: source.name, sha256, size: source.size }, at);
        if (id !== null) received.push({ source, sha256, id });
      }
      const staging = Staging.forBatch(batchId);
      await this.database.session((session) => staging.create(session));
      const [{ documents, staged }] = await Promise.all([
        stageDocuments(this.database, staging, received.map(toStage)),
        keepAll(tx, received),
      ]);
      await forgetFeeds(
        tx,
        documents.filter(({ end }) => end.refusal !== null).map(({ id }) => id),
      );
      for (const { id, end } of readable(documents)) await recordReading(tx, id, end);
      await appendEntries(tx, receptions(received, documents, { batchId, actor, at }));
      return { batchId, received, documents, staged };
    });
  }

  private async decide(
    staging: Staging,
    documents: readonly StagedDocument[],
    firstSheet: number,
  ): Promise<DecidedBatch> {
    const feeds = documents.map(({ id }) => id);
    const decided = await decideBatch(this.database, await this.rulebook.current(), {
      staging,
      feeds,
      firstSheet,
      resumed: null,
      breaker: true,
    });
    for (const { id, namelessIgnored } of documents) {
      const counts = decided.verdicts.get(id);
      if (namelessIgnored && counts !== undefined)
        (decided.verdicts as Map<number, VerdictCounts>).set(id, { ...counts, IGNORED: 1 });
    }
    return decided;
  }

  private async reportKnown(known: readonly Hashed[]): Promise<FeedReport[]> {
    const reports: FeedReport[] = [];
    for (const { source, sha256 } of known) {
      const feed = await this.database.transaction('system', (tx) => feedBySha(tx, sha256));
      if (feed !== null) reports.push(knownReport(feed, source.name));
    }
    return reports;
  }
}

interface Hashed {
  readonly source: FeedSource;
  readonly sha256: string;
}

interface SortedSources {
  readonly fresh: Hashed[];
  readonly known: Hashed[];
  readonly refusals: Rejection[];
}

interface TakenIn {
  readonly batchId: number;
  readonly received: readonly Received[];
  readonly documents: readonly StagedDocument[];
  readonly staged: number;
}

const toStage = ({ id, source }: Received) => ({ id, file: source.name, open: () => source.open() });

/** The reception of each document, in the transaction that makes the batch exist. */
function receptions(
  received: readonly Received[],
  documents: readonly StagedDocument[],
  { batchId, actor, at }: { readonly batchId: number; readonly actor: string; readonly at: string },
): AuditEntry[] {
  const kept = new Map(readable(documents).map(({ id, end }) => [id, end]));
  return received.flatMap(({ id, source, sha256 }): AuditEntry[] => {
    const end = kept.get(id);
    if (end === undefined) return [];
    const body = { batch: batchId, feed: id, file: source.name, sha256, format: end.format, lines: end.lines };
    return [{ at, actor, action: 'feed.received', siren: null, siret: null, body, covers: null }];
  });
}

async function keepAll(tx: Tx, received: readonly Received[]): Promise<void> {
  for (const { id, source } of received) await keepBytes(tx, id, source.open());
}
