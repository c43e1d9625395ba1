import { isWithheld, type BatchCount } from '#domain/reconciliation/batch';
import type { World } from '#domain/reconciliation/decide';
import { VERDICTS } from '#domain/reconciliation/verdict';
import type { Database } from '#storage/database';
import type { VerdictCounts } from '#storage/intake/batches';
import { EVERY_SIRET } from '#storage/intake/siret-range';
import type { Staging } from '#storage/intake/staging';
import type { StretchResult } from '#storage/intake/stretches';
import { decideStretch, noVerdicts } from './decide-stretch';

export interface DecidedBatch {
  readonly count: BatchCount;
  readonly withheld: boolean;
  readonly verdicts: ReadonlyMap<number, VerdictCounts>;
}

/** A received document, whose verdicts are counted. */
export interface DocumentToDecide {
  readonly id: number;
  /** Without any AT/MP rate and naming no establishment: it counts as one IGNORED. */
  readonly namelessIgnored: boolean;
}

/** After a crash: where the applied chunks end, and the breaker's word as it was given. */
export interface Resumed {
  readonly firstChunk: number;
  readonly withheldFor: BatchCount | null;
  /** Leaves out establishments whose first verdict stands. */
  readonly skipDecided: boolean;
}

export interface BatchToDecide {
  readonly documents: readonly DocumentToDecide[];
  readonly resumed: Resumed | null;
  /** False for documents that were set aside: the breaker has spoken on them once. */
  readonly breaker: boolean;
}

/** Decides every stretch of a batch, as withheld when there is such a count. */
type DecideAll = (withheldFor: BatchCount | null) => Promise<readonly StretchResult[]>;

/** When the breaker trips, everything is decided again as withheld. */
export async function underBreaker(
  { policy }: World,
  { documents, resumed, breaker }: BatchToDecide,
  decideAll: DecideAll,
): Promise<DecidedBatch> {
  const known = resumed?.withheldFor ?? null;
  const decided = summed(documents, await decideAll(known));
  if (!breaker || resumed !== null || !isWithheld(decided.count, policy))
    return { ...decided, withheld: known !== null };
  const again = summed(documents, await decideAll(decided.count));
  return { ...again, count: decided.count, withheld: true };
}

/** In this process and in one go, for a dry run: nothing that others could help with is written. */
export function decideAlone(
  database: Database,
  world: World,
  { staging, documents }: { readonly staging: Staging; readonly documents: readonly DocumentToDecide[] },
): Promise<DecidedBatch> {
  const whole = { ...EVERY_SIRET, staging, stretch: ALONE, firstChunk: 0, firstSheet: 0, skipDecided: false };
  return underBreaker(world, { documents, resumed: null, breaker: true }, async (withheldFor) => [
    await decideStretch(database, withheldFor === null ? world : { ...world, withheldFor }, whole),
  ]);
}

/** The number of the one stretch of a dry run. */
export const ALONE = 0;

function summed(
  documents: readonly DocumentToDecide[],
  results: readonly StretchResult[],
): Omit<DecidedBatch, 'withheld'> {
  const verdicts = new Map(
    documents.map(({ id, namelessIgnored }) => [id, { ...noVerdicts(), IGNORED: namelessIgnored ? 1 : 0 }]),
  );
  let compared = 0;
  let moved = 0;
  for (const result of results) {
    compared += result.compared;
    moved += result.moved;
    for (const [feed, counts] of result.verdicts) {
      const sum = verdicts.get(feed);
      if (sum !== undefined) for (const kind of VERDICTS) sum[kind] += counts[kind];
    }
  }
  return { count: { compared, moved }, verdicts };
}
