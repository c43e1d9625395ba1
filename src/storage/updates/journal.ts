import type { Facts, Reason, VerdictKind } from '#domain/reconciliation/verdict';
import type { LocalDate } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { matches } from '../tasks/month-filter';

export interface JournalFilter {
  /** A company's name, or the beginning of a SIREN or SIRET. */
  readonly search: string | null;
  /** ISO instants; received after the first, until the second included. */
  readonly receivedAfter: string | null;
  readonly receivedUntil: string | null;
  /** Dates of effect, both included. */
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveUntil: LocalDate | null;
  readonly rule: string | null;
  readonly verdict: VerdictKind | null;
  readonly feed: number | null;
}

/** Place of a row in the journal: the latest document first, then in order of SIRET. */
export interface JournalPlace {
  readonly feed: number;
  readonly siret: Siret;
}

export interface JournalRow extends JournalPlace {
  readonly file: string;
  readonly receivedAt: string;
  readonly company: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly rule: string;
  readonly facts: Facts;
  readonly effectiveFrom: LocalDate | null;
  /** When support took it back; null while it stands. */
  readonly undoneAt: string | null;
}

/** Verdicts that stand apart in an index of their own: a search for one of them never reads a whole national feed. */
const RARE = `('QUARANTINED', 'HELD', 'TASK_RAISED', 'IGNORED')`;
const STANDS =
  'NOT EXISTS (SELECT FROM verdict n WHERE n.feed_id = v.feed_id AND n.siret = v.siret AND n.attempt > v.attempt)';
const VERDICT = 'v.feed_id, v.siret, v.verdict, v.reason, v.rule, v.facts, v.effective_from';
const DIGITS = /^[0-9]{3,14}$/;

/**
 * The verdict that stands for each document and establishment. A page costs the same at the beginning of the journal
 * and after a million rows: documents are walked from the latest on, each by its own index, until the page is full.
 */
export function journalRows(
  tx: Tx,
  filter: JournalFilter,
  after: JournalPlace | null,
  count: number,
): Promise<JournalRow[]> {
  const where = new Conditions();
  const most = where.value(count);
  const found = filter.search === null ? byDocument(where, filter, after, most) : bySearch(where, filter, after, most);
  return tx.query<JournalRow>(
    `SELECT v.feed_id AS feed, f.file, f.received_at AS "receivedAt", v.siret, c.name AS company, e.town, e.postcode,
            v.verdict, v.reason, v.rule, v.facts, v.effective_from AS "effectiveFrom", u.at AS "undoneAt"
     FROM (${found}) v JOIN feed f ON f.id = v.feed_id
     LEFT JOIN establishment e ON e.siret = v.siret LEFT JOIN company c ON c.siren = e.siren
     LEFT JOIN update_undone u ON u.siret = v.siret AND u.feed_id = v.feed_id
     ORDER BY v.feed_id DESC, v.siret`,
    where.parameters,
  );
}

function byDocument(where: Conditions, filter: JournalFilter, after: JournalPlace | null, most: string): string {
  const feeds = feedClauses(where, filter);
  const verdicts = verdictClauses(where, filter);
  if (after !== null) {
    const feed = where.value(after.feed);
    feeds.push(`f.id <= ${feed}`);
    // One bound for the index to start from, instead of « an earlier document, or a later SIRET of this one ».
    verdicts.push(`v.siret > CASE WHEN f.id = ${feed} THEN ${where.value(after.siret)} ELSE '' END COLLATE "C"`);
  }
  return `SELECT ${VERDICT} FROM (SELECT f.id FROM feed f WHERE ${all(feeds)} ORDER BY f.id DESC) f
    CROSS JOIN LATERAL (SELECT ${VERDICT} FROM verdict v WHERE v.feed_id = f.id AND ${all(verdicts)} AND ${STANDS}
      ORDER BY v.siret LIMIT ${most}) v
    ORDER BY f.id DESC, v.siret LIMIT ${most}`;
}

/** An establishment's applied verdicts are found through the sheets that they left, the others through their own index. */
function bySearch(where: Conditions, filter: JournalFilter, after: JournalPlace | null, most: string): string {
  const clauses = [...feedClauses(where, filter), ...verdictClauses(where, filter), STANDS];
  if (after !== null) {
    const [feed, siret] = [where.value(after.feed), where.value(after.siret)];
    clauses.push(`v.feed_id < ${feed} OR (v.feed_id = ${feed} AND v.siret > ${siret})`);
  }
  const [sheets, rare] = placesOf(where, filter.search ?? '');
  return `SELECT ${VERDICT}
    FROM (SELECT p.feed_id, p.siret FROM ${sheets} AND p.source = 'NOTIFIED' AND p.position = 1
      UNION SELECT v.feed_id, v.siret FROM ${rare} AND v.verdict IN ${RARE}) k
    JOIN verdict v ON v.feed_id = k.feed_id AND v.siret = k.siret JOIN feed f ON f.id = v.feed_id
    WHERE ${all(clauses)} ORDER BY v.feed_id DESC, v.siret LIMIT ${most}`;
}

/** Where to look: sheets `p` and verdicts `v` of what is searched. A number also finds establishments nobody knows. */
function placesOf(where: Conditions, search: string): readonly [sheets: string, verdicts: string] {
  const digits = search.replace(/\s+/g, '');
  if (DIGITS.test(digits)) {
    // A range and not LIKE: behind row-level security only leakproof operators reach an index.
    const [low, high] = [where.value(digits), where.value(`${digits}:`)];
    const range = (table: string): string => `${table}.siret >= ${low} AND ${table}.siret < ${high}`;
    return [`rate_profile p WHERE ${range('p')}`, `verdict v WHERE ${range('v')}`];
  }
  const named = 'company c JOIN establishment e ON e.siren = c.siren JOIN';
  const matching = matches(where, search);
  return [
    `${named} rate_profile p ON p.siret = e.siret WHERE (${matching})`,
    `${named} verdict v ON v.siret = e.siret WHERE (${matching})`,
  ];
}

function feedClauses(where: Conditions, { feed, receivedAfter, receivedUntil }: JournalFilter): string[] {
  return [
    ...(feed === null ? [] : [`f.id = ${where.value(feed)}`]),
    ...(receivedAfter === null ? [] : [`f.received_at > ${where.value(receivedAfter)}`]),
    ...(receivedUntil === null ? [] : [`f.received_at <= ${where.value(receivedUntil)}`]),
  ];
}

function verdictClauses(where: Conditions, filter: JournalFilter): string[] {
  const { verdict, rule, effectiveFrom, effectiveUntil } = filter;
  return [
    ...(verdict === null ? [] : [`v.verdict = ${where.value(verdict)}`]),
    ...(rule === null ? [] : [`v.rule = ${where.value(rule)}`]),
    ...(effectiveFrom === null ? [] : [`v.effective_from >= ${where.value(effectiveFrom)}`]),
    ...(effectiveUntil === null ? [] : [`v.effective_from <= ${where.value(effectiveUntil)}`]),
  ];
}

const all = (clauses: readonly string[]): string =>
  clauses.length === 0 ? 'true' : clauses.map((clause) => `(${clause})`).join(' AND ');
