import { isWithheld, type BatchCount } from '#domain/reconciliation/batch';
import { decide, type EstablishmentCase, type World } from '#domain/reconciliation/decide';
import { VERDICTS, type Decision, type VerdictKind } from '#domain/reconciliation/verdict';
import { consequencesOf } from '#domain/tasks/raise';
import type { VerdictCounts } from '#storage/intake/batches';
import { visitCases } from '#storage/intake/case-stream';
import { PlanWriter } from '#storage/intake/plan-writer';
import type { Staging } from '#storage/intake/staging';
import type { Database } from '#storage/database';
import { NO_SIRET } from './stage';

export interface DecidedBatch {
  readonly count: BatchCount;
  readonly withheld: boolean;
  readonly verdicts: ReadonlyMap<number, VerdictCounts>;
  readonly chunks: number;
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
  readonly staging: Staging;
  readonly documents: readonly DocumentToDecide[];
  readonly firstSheet: number;
  readonly resumed: Resumed | null;
  /** False for documents that were set aside: the breaker has spoken on them once. */
  readonly breaker: boolean;
}

/** One read, pure decisions, one plan. When the breaker trips, everything is decided again as withheld. */
export async function decideBatch(database: Database, world: World, batch: BatchToDecide): Promise<DecidedBatch> {
  const known = batch.resumed?.withheldFor ?? null;
  const decided = await planBatch(database, known === null ? world : { ...world, withheldFor: known }, batch);
  if (!batch.breaker || batch.resumed !== null || !isWithheld(decided.count, world.policy))
    return { ...decided, withheld: known !== null };
  await database.session((tx) => batch.staging.createPlan(tx));
  const again = await planBatch(database, { ...world, withheldFor: decided.count }, batch);
  return { ...again, count: decided.count, withheld: true };
}

async function planBatch(
  database: Database,
  world: World,
  batch: BatchToDecide,
): Promise<Omit<DecidedBatch, 'withheld'>> {
  const tally = new Tally(batch.documents);
  const chunks = { first: batch.resumed?.firstChunk ?? 0, size: world.policy.batch.chunk };
  const plan = await PlanWriter.open(database, batch.staging, chunks, batch.firstSheet);
  try {
    await visitCases(
      database,
      batch.staging,
      { policy: world.policy, resumed: batch.resumed?.skipDecided === true },
      { visit: (subject) => planCase(subject, world, plan, tally), pause: () => plan.drain() },
    );
    await plan.finish();
  } catch (error) {
    await plan.abandon();
    throw error;
  }
  await database.session((tx) => batch.staging.indexPlan(tx));
  return { count: { compared: tally.compared, moved: tally.moved }, verdicts: tally.verdicts, chunks: plan.chunkCount };
}

const NO_CONSEQUENCE = { tasks: [], ended: [] } as const;

function planCase(subject: EstablishmentCase, world: World, plan: PlanWriter, tally: Tally): void {
  if (subject.siret === NO_SIRET) {
    for (const document of subject.documents) plan.addRefused(document.feed, document.faults);
    return;
  }
  const { dossier } = subject;
  const openTasks = dossier?.openTasks ?? [];
  const decided = decide(subject, world);
  const consequences = consequencesOf(
    decided.map(({ decision }) => decision),
    openTasks,
    world.reference,
  );
  plan.addCase(
    decided.map(({ decision, document }, place) => {
      tally.add(decision);
      const { tasks, ended } = consequences[place] ?? NO_CONSEQUENCE;
      return { decision, document, siren: dossier?.siren ?? null, tasks, ended };
    }),
  );
}

export const noVerdicts = (): Record<VerdictKind, number> =>
  Object.fromEntries([...VERDICTS].map((kind) => [kind, 0])) as Record<VerdictKind, number>;

class Tally {
  readonly verdicts = new Map<number, Record<VerdictKind, number>>();
  compared = 0;
  moved = 0;

  constructor(documents: readonly DocumentToDecide[]) {
    for (const { id, namelessIgnored } of documents)
      this.verdicts.set(id, { ...noVerdicts(), IGNORED: namelessIgnored ? 1 : 0 });
  }

  add({ feed, verdict, dated }: Decision): void {
    const counts = this.verdicts.get(feed);
    if (counts !== undefined) counts[verdict]++;
    for (const { compared, moved } of dated) {
      this.compared += compared;
      this.moved += moved;
    }
  }
}
