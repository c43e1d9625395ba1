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

/** Place of a row in the journal: the latest document first, and in it from the last SIRET to the first. */
export interface JournalPlace {
  readonly feed: number;
  readonly siret: string;
}

/** Nothing narrowed. */
export const WHOLE_JOURNAL: JournalFilter = {
  search: null,
  receivedAfter: null,
  receivedUntil: null,
  effectiveFrom: null,
  effectiveUntil: null,
  rule: null,
  verdict: null,
  feed: null,
};

export interface JournalRow {
  readonly feed: number;
  readonly siret: Siret;
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

/** Verdicts that stand apart in an index of their own. */
const RARE = `('QUARANTINED', 'HELD', 'TASK_RAISED', 'IGNORED')`;
const STANDS =
  'NOT EXISTS (SELECT FROM verdict n WHERE n.feed_id = v.feed_id AND n.siret = v.siret AND n.attempt > v.attempt)';
const VERDICT = 'v.feed_id, v.siret, v.verdict, v.reason, v.rule, v.facts, v.effective_from';
const BACKWARDS = 'ORDER BY feed_id DESC, siret DESC';

/**
 * The verdict that stands for each document and establishment: a second decision hides the first. From the last document
 * and SIRET to the first, so that the primary key, or the index of rare verdicts, is read backwards up to the page's
 * end: a page costs the same at the beginning of the journal and after a million rows.
 */
export async function journalRows(
  tx: Tx,
  filter: JournalFilter,
  after: JournalPlace | null,
  count: number,
): Promise<JournalRow[]> {
  const searched = filter.search === null ? null : await searchedPlaces(tx, filter.search);
  const where = new Conditions();
  const from =
    searched === null || searched.kind === 'MANY'
      ? walked(where, searched)
      : `(${placesOf(where, searched)}) k JOIN verdict v ON v.feed_id = k.feed_id AND v.siret = k.siret`;
  verdictConditions(where, filter);
  const most = where.value(count);
  const filtered = `SELECT ${VERDICT} FROM ${from} WHERE ${where.sql} AND ${STANDS}`;
  const branches = placesAfter(where, after).map((place) => `(${filtered} AND ${place} ${BACKWARDS} LIMIT ${most})`);
  return tx.query<JournalRow>(
    `SELECT v.feed_id AS feed, f.file, f.received_at AS "receivedAt", v.siret, c.name AS company, e.town, e.postcode,
            v.verdict, v.reason, v.rule, v.facts, v.effective_from AS "effectiveFrom", u.at AS "undoneAt"
     FROM (SELECT * FROM (${branches.join(' UNION ALL ')}) p ${BACKWARDS} LIMIT ${most}) v
     JOIN feed f ON f.id = v.feed_id
     LEFT JOIN establishment e ON e.siret = v.siret LEFT JOIN company c ON c.siren = e.siren
     LEFT JOIN update_undone u ON u.siret = v.siret AND u.feed_id = v.feed_id
     ORDER BY v.feed_id DESC, v.siret DESC`,
    where.parameters,
  );
}

/** The rest of the document, then the earlier ones: said apart, as one condition on both would walk the document again. */
function placesAfter(where: Conditions, after: JournalPlace | null): readonly string[] {
  if (after === null) return ['true'];
  const [feed, siret] = [where.value(after.feed), where.value(after.siret)];
  return [`v.feed_id = ${feed} AND v.siret < ${siret}`, `v.feed_id < ${feed}`];
}

/** What is searched: a few establishments are looked up, many are met soon enough on the way through the journal. */
type Searched =
  | { readonly kind: 'RANGE'; readonly low: string; readonly high: string }
  | { readonly kind: 'FEW'; readonly sirets: readonly string[] }
  | { readonly kind: 'MANY'; readonly condition: (where: Conditions) => string };

const DIGITS = /^[0-9]{1,14}$/;
const SIREN_LENGTH = 9;
const FEW = 500;

/** A number also finds establishments that nobody knows. */
async function searchedPlaces(tx: Tx, search: string): Promise<Searched> {
  const digits = search.replace(/\s+/g, '');
  // A range and not LIKE: behind row-level security only leakproof operators reach an index. « : » follows « 9 ».
  const range = { low: digits, high: `${digits}:` };
  if (DIGITS.test(digits) && digits.length >= SIREN_LENGTH) return { kind: 'RANGE', ...range };
  if (DIGITS.test(digits)) {
    const condition = (where: Conditions): string =>
      `v.siret >= ${where.value(range.low)} AND v.siret < ${where.value(range.high)}`;
    return { kind: 'MANY', condition };
  }
  const where = new Conditions();
  where.add(matches(where, search));
  const named = `FROM company c JOIN establishment e ON e.siren = c.siren WHERE ${where.sql}`;
  const rows = await tx.query<{ siret: string }>(`SELECT e.siret ${named} LIMIT ${FEW + 1}`, where.parameters);
  if (rows.length <= FEW) return { kind: 'FEW', sirets: rows.map(({ siret }) => siret) };
  const condition = (outer: Conditions): string =>
    `v.siret IN (SELECT e.siret FROM company c JOIN establishment e ON e.siren = c.siren WHERE ${matches(outer, search)})`;
  return { kind: 'MANY', condition };
}

function walked(where: Conditions, searched: Extract<Searched, { kind: 'MANY' }> | null): string {
  if (searched !== null) where.add(searched.condition(where));
  return 'verdict v';
}

/** An establishment's applied verdicts are found through the sheets that they left, the others through their own index. */
function placesOf(where: Conditions, searched: Exclude<Searched, { kind: 'MANY' }>): string {
  const [low, high] = searched.kind === 'RANGE' ? [where.value(searched.low), where.value(searched.high)] : ['', ''];
  const sirets = searched.kind === 'FEW' ? where.value(searched.sirets) : '';
  const isOne = (siret: string): string =>
    searched.kind === 'RANGE' ? `${siret} >= ${low} AND ${siret} < ${high}` : `${siret} = ANY(${sirets}::text[])`;
  return `SELECT p.feed_id, p.siret FROM rate_profile p
      WHERE ${isOne('p.siret')} AND p.source = 'NOTIFIED' AND p.position = 1 AND p.feed_id IS NOT NULL
    UNION SELECT r.feed_id, r.siret FROM verdict r WHERE ${isOne('r.siret')} AND r.verdict IN ${RARE}`;
}

function verdictConditions(where: Conditions, filter: JournalFilter): void {
  const { feed, verdict, rule, effectiveFrom, effectiveUntil, receivedAfter, receivedUntil } = filter;
  where
    .when(feed, (id) => `v.feed_id = ${where.value(id)}`)
    .when(verdict, (kind) => hasVerdict(where.value(kind)))
    .when(rule, (name) => `v.rule = ${where.value(name)}`)
    .when(effectiveFrom, (day) => `v.effective_from >= ${where.value(day)}`)
    .when(effectiveUntil, (day) => `v.effective_from <= ${where.value(day)}`)
    .when(receivedAfter, (at) => `v.feed_id = ANY (ARRAY(SELECT id FROM feed WHERE received_at > ${where.value(at)}))`)
    .when(
      receivedUntil,
      (at) => `v.feed_id = ANY (ARRAY(SELECT id FROM feed WHERE received_at <= ${where.value(at)}))`,
    );
}

/** Only in documents that may hold such a verdict: what waited at reception may have become any other since. */
const hasVerdict = (kind: string): string =>
  `v.verdict = ${kind}::text AND v.feed_id = ANY (ARRAY(SELECT id FROM feed WHERE verdicts IS NULL OR greatest(
    (verdicts->>${kind}::text)::integer, (verdicts->>'HELD')::integer, (verdicts->>'QUARANTINED')::integer) > 0))`;
