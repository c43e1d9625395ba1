import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { feedsBySha, unfinishedBatches, type ReceivedFeed } from '#storage/intake/batches';
import { plannedRefusals, refusedLinesOf } from '#storage/intake/refused-lines';
import { Staging } from '#storage/intake/staging';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { ALONE, decideAlone } from './decide-batch';
import { FinishBatches } from './finish-batches';
import {
  feedReports,
  knownReport,
  notesOf,
  quarantineNotes,
  readable,
  refusedDocuments,
  rejectionsOf,
  type FeedReport,
  type IngestReport,
  type Rejection,
} from './ingest-report';
import { SettleBatch } from './settle-batch';
import { openAll } from './open-all';
import type { DocumentSource, SourceRefusal } from './sources';
import { stageDocuments } from './stage';
import { takeIn, toStage, type Hashed, type Received, type TakenIn } from './take-in';

export interface IngestOptions {
  readonly dryRun: boolean;
  readonly actor: string;
  /** The deposit that the documents come from. */
  readonly deposit?: number;
  /** Takes the rejections page by page; without it they are gathered in the report, however many. */
  readonly onRejections?: (page: readonly Rejection[]) => Promise<void>;
  /** Aborted when this process is to stop: the call then throws, and what is decided waits in rows to be applied. */
  readonly stop?: AbortSignal;
}

type Tell = (page: readonly Rejection[]) => Promise<void>;

const gatherIn =
  (rejections: Rejection[]): Tell =>
  (page) => {
    rejections.push(...page);
    return Promise.resolve();
  };

/** What one turn at the base gave. */
interface Turn {
  readonly feeds: readonly FeedReport[];
  readonly notes: readonly string[];
  /** Null when nothing was received. */
  readonly batchId: number | null;
  readonly received: readonly Received[];
}

/** Takes in the feeds of one call as one batch: stage all, decide, count, apply by chunk (rule 17). */
@Injectable()
export class IngestFeeds {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly finishBatches: FinishBatches,
    private readonly settleBatch: SettleBatch,
  ) {}

  async run(sources: AsyncIterable<DocumentSource | SourceRefusal>, options: IngestOptions): Promise<IngestReport> {
    const rejections: Rejection[] = [];
    const tell = options.onRejections ?? gatherIn(rejections);
    const { hashed, refusals } = await openAll(sources);
    await tell(refusals);
    // What is already there is asked once our turn has come: two calls with the same file are one reception.
    const { feeds, notes, batchId, received } = options.dryRun
      ? await this.database.exclusively(() => this.rehearse(hashed, tell))
      : await this.finishBatches.before(() => this.receive(hashed, options, tell), options.stop);
    if (batchId !== null) await this.tellRefusedLines(batchId, received, tell);
    return { feeds, rejections, notes };
  }

  /** Decides everything and writes nothing: not even what a crash left to be finished. */
  private async rehearse(hashed: readonly Hashed[], tell: Tell): Promise<Turn> {
    const { fresh, known } = await this.sort(hashed);
    const staging = Staging.forDryRun(process.pid);
    const received = fresh.map((document, index): Received => ({ ...document, id: -1 - index }));
    try {
      await this.database.session((tx) => staging.create(tx));
      const { documents } = await stageDocuments(this.database, staging, received.map(toStage));
      const decided = await decideAlone(this.database, await this.rulebook.current(), {
        staging,
        documents: readable(documents),
      });
      await tell(refusedDocuments(documents));
      const named = rejectionsOf(received);
      await this.database.transaction('system', async (tx) => {
        for await (const page of plannedRefusals(tx, staging.plan(ALONE))) await tell(named(page));
      });
      const feeds = feedReports(received, documents, decided, null);
      const notes = [...(await this.interruptedNote()), ...notesOf(documents, decided)];
      return { feeds: withKnown(hashed, feeds, known), notes, batchId: null, received };
    } finally {
      await this.database.session((tx) => staging.drop(tx)).catch(() => undefined);
    }
  }

  private async receive(hashed: readonly Hashed[], { actor, deposit, stop }: IngestOptions, tell: Tell): Promise<Turn> {
    const { fresh, known } = await this.sort(hashed);
    const notes = await this.interruptedNote();
    if (fresh.length === 0) return { feeds: withKnown(hashed, [], known), notes, batchId: null, received: [] };
    const at = this.clock.now();
    const taken = await takeIn(this.database, fresh, { actor, at, deposit: deposit ?? null });
    await tell(refusedDocuments(taken.documents));
    const { batchId, received } = taken;
    if (batchId === null) return { feeds: withKnown(hashed, [], known), notes, batchId, received };
    const decided = await this.settle(taken, batchId, { actor, at, stop });
    const feeds = feedReports(received, taken.documents, decided, batchId);
    notes.push(...notesOf(taken.documents, decided), ...quarantineNotes(decided));
    return { feeds: withKnown(hashed, feeds, known), notes, batchId, received };
  }

  private async settle(
    { staged, documents }: TakenIn,
    batchId: number,
    by: { readonly actor: string; readonly at: string; readonly stop: AbortSignal | undefined },
  ) {
    return this.settleBatch.run(await this.rulebook.current(), {
      ...{ batchId, staged, ...by },
      staging: Staging.forBatch(batchId),
      documents: readable(documents),
      again: null,
      resumed: null,
      breaker: true,
      alreadyDecided: false,
    });
  }

  private async sort(
    hashed: readonly Hashed[],
  ): Promise<{ readonly fresh: readonly Hashed[]; readonly known: ReadonlyMap<string, ReceivedFeed> }> {
    const digests = hashed.map(({ sha256 }) => sha256);
    const known = await this.database.transaction('system', (tx) => feedsBySha(tx, digests));
    const fresh = new Map<string, Hashed>();
    for (const document of hashed) {
      const { sha256 } = document;
      if (!known.has(sha256) && !fresh.has(sha256)) fresh.set(sha256, document);
    }
    return { fresh: [...fresh.values()], known };
  }

  private async tellRefusedLines(batchId: number, received: readonly Received[], tell: Tell): Promise<void> {
    const named = rejectionsOf(received);
    await this.database.transaction('system', async (tx) => {
      for await (const page of refusedLinesOf(tx, batchId)) await tell(named(page));
    });
  }

  private async interruptedNote(): Promise<string[]> {
    const unfinished = await this.database.transaction('system', unfinishedBatches);
    return unfinished.length === 0
      ? []
      : ["Un lot interrompu n'est pas terminé : ce qu'il apporte ne compte pas encore."];
  }
}

/** In the order of the call: what is new, what was received before, and what stands twice in the call itself. */
function withKnown(
  hashed: readonly Hashed[],
  fresh: readonly FeedReport[],
  known: ReadonlyMap<string, ReceivedFeed>,
): FeedReport[] {
  const decided = new Map(fresh.map((report) => [report.sha256, report]));
  const told = new Set<string>();
  return hashed.flatMap(({ source, sha256 }): FeedReport[] => {
    const before = known.get(sha256);
    if (before !== undefined) return [knownReport(before, source.name)];
    const report = decided.get(sha256);
    if (report === undefined) return [];
    if (told.has(sha256)) return [{ ...report, file: source.name, alreadyReceived: true }];
    told.add(sha256);
    return [report];
  });
}
