import type { LocalDate } from '#domain/values/local-date';
import { Conditions } from '../conditions';
import type { Tx } from '../database';

export interface ProgressAsked {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  /** The companies to keep to; null for all. */
  readonly companies: readonly string[] | null;
}

/** How far a renewal is. Everything but `tasks` counts establishments. */
export interface CampaignProgress {
  /** Renewal tasks of the year: open, answered by a person, or ended because the rate arrived. */
  readonly tasks: {
    readonly raised: number;
    readonly open: number;
    readonly done: number;
    readonly superseded: number;
  };
  /** Whose rate of that date came without a person. */
  readonly settledWithoutPerson: number;
  /** With an open contract, no rate of that date from the caisse, a person or the table, and no task about it. */
  readonly notReceived: number;
}

interface Row {
  readonly raised: number;
  readonly open: number;
  readonly done: number;
  readonly superseded: number;
}

export async function progressOf(tx: Tx, asked: ProgressAsked): Promise<CampaignProgress> {
  const { raised, open, done, superseded } = await taskCounts(tx, asked);
  return {
    tasks: { raised, open, done, superseded },
    settledWithoutPerson: await settledAlone(tx, asked),
    notReceived: await notReceived(tx, asked),
  };
}

async function taskCounts(tx: Tx, { year, companies }: ProgressAsked): Promise<Row> {
  const where = new Conditions();
  where
    .add(`t.kind = 'ANNUAL_RENEWAL' AND t.cause = ${where.value(String(year))}`)
    .when(companies, (sirens) => `t.siren = ANY (${where.value(sirens)}::text[])`);
  const [row] = await tx.query<Row>(
    `SELECT count(*) AS raised, count(*) FILTER (WHERE status = 'OPEN') AS open,
       count(*) FILTER (WHERE status = 'DONE') AS done, count(*) FILTER (WHERE status = 'SUPERSEDED') AS superseded
     FROM task t WHERE ${where.sql}`,
    where.parameters,
  );
  return row ?? { raised: 0, open: 0, done: 0, superseded: 0 };
}

/**
 * Those whose sheet of that date was published, or came with a verdict that asked nobody. From the sheets: of a tenant,
 * only their own establishments are looked at.
 */
async function settledAlone(tx: Tx, { effectiveFrom, companies }: ProgressAsked): Promise<number> {
  const where = new Conditions();
  where
    .add(`p.position = 1 AND p.effective_from = ${where.value(effectiveFrom)}`)
    .when(companies, (sirens) => `e.siren = ANY (${where.value(sirens)}::text[])`);
  const [row] = await tx.query<{ settled: number }>(
    `SELECT count(DISTINCT p.siret) AS settled
     FROM establishment e JOIN rate_profile p ON p.siret = e.siret
     LEFT JOIN verdict v ON v.feed_id = p.feed_id AND v.siret = p.siret AND v.effective_from = p.effective_from
     WHERE ${where.sql} AND (p.source = 'PUBLISHED' OR v.verdict IN ('AUTO_UPDATED', 'UNCHANGED'))`,
    where.parameters,
  );
  return row?.settled ?? 0;
}

async function notReceived(tx: Tx, { year, effectiveFrom, companies }: ProgressAsked): Promise<number> {
  const where = new Conditions();
  const [date, cause] = [where.value(effectiveFrom), where.value(String(year))];
  where.when(companies, (sirens) => `e.siren = ANY (${where.value(sirens)}::text[])`);
  const [row] = await tx.query<{ missing: number }>(
    `SELECT count(*) AS missing FROM establishment e
     WHERE ${where.sql}
       AND EXISTS (SELECT FROM contract k WHERE k.siret = e.siret AND (k.ended_on IS NULL OR k.ended_on >= ${date}::date))
       AND NOT EXISTS (SELECT FROM rate_profile p WHERE p.siret = e.siret AND p.effective_from = ${date}::date
         AND p.source IN ('NOTIFIED', 'ENTERED', 'PUBLISHED'))
       AND NOT EXISTS (SELECT FROM task t WHERE t.siret = e.siret AND t.status IN ('OPEN', 'DONE')
         AND ((t.kind = 'ANNUAL_RENEWAL' AND t.cause = ${cause}) OR (t.kind = 'FIRST_PAYROLL' AND t.status = 'OPEN')))`,
    where.parameters,
  );
  return row?.missing ?? 0;
}
