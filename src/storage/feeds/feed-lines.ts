import type { Facts, Reason, VerdictKind } from '#domain/reconciliation/verdict';
import type { LocalDate } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';

interface LinesAsked {
  readonly feed: number;
  /** The companies to keep to; null for all. */
  readonly companies: readonly string[] | null;
}

export interface FeedVerdictsAsked extends LinesAsked {
  readonly verdict: VerdictKind | null;
  /** The last SIRET of the page before. */
  readonly after: Siret | null;
}

export interface FeedVerdict {
  readonly siret: Siret;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly effectiveFrom: LocalDate | null;
  readonly rule: string;
  readonly facts: Facts;
}

const STANDS =
  'NOT EXISTS (SELECT FROM verdict n WHERE n.feed_id = v.feed_id AND n.siret = v.siret AND n.attempt > v.attempt)';

/**
 * The verdict that stands for each establishment of a feed, in order of SIRET. With companies, from their establishments:
 * a feed of the whole country is never walked through for one of them.
 */
export function feedVerdicts(tx: Tx, asked: FeedVerdictsAsked, count: number): Promise<FeedVerdict[]> {
  const { feed, companies, verdict, after } = asked;
  const where = new Conditions();
  const from =
    companies === null
      ? 'verdict v'
      : `(SELECT siret FROM establishment WHERE siren = ANY (${where.value(companies)}::text[])) e
         JOIN verdict v ON v.siret = e.siret`;
  where
    .add(`v.feed_id = ${where.value(feed)}`)
    .add(STANDS)
    .when(verdict, (kind) => `v.verdict = ${where.value(kind)}`)
    .when(after, (siret) => `v.siret > ${where.value(siret)}`);
  return tx.query<FeedVerdict>(
    `SELECT v.siret, v.verdict, v.reason, v.effective_from AS "effectiveFrom", v.rule, v.facts
     FROM ${from} WHERE ${where.sql} ORDER BY v.siret LIMIT ${where.value(count)}`,
    where.parameters,
  );
}

/** A line may be refused for several reasons: both name the place. */
export interface RejectionPlace {
  readonly line: number;
  readonly code: string;
}

export interface FeedRejection extends RejectionPlace {
  /** Null when it could not be read. */
  readonly siret: string | null;
  readonly message: string;
}

export interface FeedRejectionsAsked extends LinesAsked {
  readonly after: RejectionPlace | null;
}

/** The refused lines of a feed, in the order of the document. */
export function feedRejections(
  tx: Tx,
  { feed, companies, after }: FeedRejectionsAsked,
  count: number,
): Promise<FeedRejection[]> {
  const where = new Conditions();
  where
    .add(`r.feed_id = ${where.value(feed)}`)
    .when(companies, (sirens) => `r.siren = ANY (${where.value(sirens)}::text[])`)
    .when(after, ({ line, code }) => `(r.line, r.code) > (${where.value(line)}::integer, ${where.value(code)}::text)`);
  return tx.query<FeedRejection>(
    `SELECT r.line, r.siret, r.code, r.message FROM refused_line r
     WHERE ${where.sql} ORDER BY r.line, r.code LIMIT ${where.value(count)}`,
    where.parameters,
  );
}
