import type { BatchCount } from '#domain/reconciliation/batch';
import { decide, type EstablishmentCase, type World } from '#domain/reconciliation/decide';
import { VERDICTS, type Decision, type VerdictKind } from '#domain/reconciliation/verdict';
import { consequencesOf } from '#domain/tasks/raise';
import { visitCases } from '#storage/intake/case-stream';
import { PlanWriter } from '#storage/intake/plan-writer';
import type { Staging } from '#storage/intake/staging';
import type { Stretch, StretchResult } from '#storage/intake/stretches';
import type { Database } from '#storage/database';
import { NO_SIRET } from './stage';

export interface StretchToDecide extends Stretch {
  readonly staging: Staging;
  /** Leaves out establishments whose first verdict stands. */
  readonly skipDecided: boolean;
}

/** How whoever decides holds the stretch. */
export interface Holding {
  readonly stop?: AbortSignal | undefined;
  /** Throws when the stretch has been given to another. */
  readonly isStillOurs?: () => Promise<unknown>;
}

/** One read, pure decisions, one plan in tables of its own. Throws when told to stop; what was written is then void. */
export async function decideStretch(
  database: Database,
  world: World,
  { staging, skipDecided, stretch, from, to, firstChunk, firstSheet }: StretchToDecide,
  { stop, isStillOurs }: Holding = {},
): Promise<StretchResult> {
  const tally = new Tally();
  const tables = staging.plan(stretch);
  await database.session((tx) => tables.create(tx));
  const chunks = { first: firstChunk, size: world.policy.batch.chunk };
  const plan = await PlanWriter.open(database, tables, chunks, firstSheet);
  const pause = async (): Promise<void> => {
    stop?.throwIfAborted();
    await plan.drain();
  };
  try {
    // From here on the tables are locked: before, they may have been made anew by whoever took the stretch up.
    await isStillOurs?.();
    await visitCases(
      database,
      { staging, range: { from, to }, policy: world.policy, skipDecided },
      { visit: (subject) => planCase(subject, world, plan, tally), pause },
    );
    await plan.finish();
  } catch (error) {
    await plan.abandon();
    throw error;
  }
  await database.session((tx) => tables.index(tx));
  return { ...tally.count, verdicts: [...tally.verdicts], endChunk: plan.endChunkNumber };
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
  private compared = 0;
  private moved = 0;

  get count(): BatchCount {
    return { compared: this.compared, moved: this.moved };
  }

  add({ feed, verdict, dated }: Decision): void {
    let counts = this.verdicts.get(feed);
    if (counts === undefined) this.verdicts.set(feed, (counts = noVerdicts()));
    counts[verdict]++;
    for (const { compared, moved } of dated) {
      this.compared += compared;
      this.moved += moved;
    }
  }
}
