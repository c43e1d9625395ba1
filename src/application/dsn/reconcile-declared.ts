import { reconcileDeclared } from '#domain/reconciliation/declared';
import type { Reference } from '#domain/reference/reference';
import type { Tx } from '#storage/database';
import { nextDeclaredCases, type EstablishmentDeclared } from '#storage/dsn/declared-cases';
import { recordSheets, type SheetToRecord } from '#storage/ledger/record-sheets';
import { raiseTasks, supersedeTasks } from '#storage/tasks/raise-tasks';
import { raiseAffiliations } from '../affiliation/raise-affiliations';
import { raiseFirstPayrolls } from '../tasks/raise-first-payrolls';

/** Establishments read, compared and written together. */
const CHUNK = 1_000;

export interface Reconciliation {
  /** First and last number of the DECLARED sheets written, without a gap; null when there is none. */
  readonly sheets: { readonly from: number; readonly to: number } | null;
  /** Digests of these sheets, in order of SIRET then number. */
  readonly covers: string | null;
  /** How many changed months each rule spoke for. */
  readonly rules: Readonly<Record<string, number>>;
  readonly tasks: number;
  readonly ended: number;
}

export interface Reconciling {
  readonly reference: Reference;
  readonly at: string;
  readonly by: Readonly<Record<string, string>>;
}

/** Draws the consequences of the declarations just accepted, chunk after chunk in order of SIRET (rules 2, 11 and 13). */
export async function reconcileAccepted(tx: Tx, context: Reconciling): Promise<Reconciliation> {
  const done = new Done();
  let after = '';
  for (;;) {
    const cases = await nextDeclaredCases(tx, after, CHUNK);
    const last = cases[cases.length - 1];
    if (last === undefined) return done.reconciliation();
    after = last.siret;
    await reconcileChunk(tx, cases, context, done);
  }
}

async function reconcileChunk(
  tx: Tx,
  cases: readonly EstablishmentDeclared[],
  { reference, at, by }: Reconciling,
  done: Done,
): Promise<void> {
  const plans = cases.map(({ siret, siren, subject }) => ({
    siret,
    siren,
    plan: reconcileDeclared(subject, reference),
  }));
  const sheets = plans.flatMap(({ siret, siren, plan }) =>
    plan.sheets.map((sheet): SheetToRecord => {
      return { siret, siren, source: 'DECLARED', calculatedAt: null, feed: null, ...sheet };
    }),
  );
  const tasks = plans.flatMap(({ siret, siren, plan }) => plan.tasks.map((body) => ({ siret, siren, body })));
  const ended = plans.flatMap(({ plan }) => plan.ended.map(({ id }) => id));
  done.addSheets(await recordSheets(tx, sheets, at));
  await raiseTasks(tx, tasks, at);
  await supersedeTasks(tx, ended, at, by);
  const sirets = cases.map(({ siret }) => siret);
  const firstPayrolls = await raiseFirstPayrolls(tx, sirets, at, by);
  const affiliations = await raiseAffiliations(tx, sirets, at, by);
  done.tasks += tasks.length + firstPayrolls.raised + affiliations.raised;
  done.ended += ended.length + firstPayrolls.ended + affiliations.ended;
  for (const { plan } of plans) for (const rule of plan.rules) done.rules[rule] = (done.rules[rule] ?? 0) + 1;
}

/** What the chunks have done so far. */
class Done {
  readonly rules: Record<string, number> = {};
  tasks = 0;
  ended = 0;
  private sheets: Reconciliation['sheets'] = null;
  private covers = '';

  /** Numbers are reserved under a lock held to the end of the transaction: the chunks leave no gap between them. */
  addSheets(recorded: { readonly from: number; readonly to: number; readonly covers: string } | null): void {
    if (recorded === null) return;
    this.sheets = { from: this.sheets?.from ?? recorded.from, to: recorded.to };
    this.covers += recorded.covers;
  }

  reconciliation(): Reconciliation {
    const { sheets, covers, rules, tasks, ended } = this;
    return { sheets, covers: sheets === null ? null : covers, rules, tasks, ended };
  }
}
