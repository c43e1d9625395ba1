/** Count and content of everything an ingestion leaves, whatever numbers the rows were given. */
const CONTENTS: Readonly<Record<string, string>> = {
  verdict: `SELECT f.sha256, v.effective_from, v.attempt, v.siret, v.siren, v.verdict, v.reason, v.rule, v.facts::text
            FROM verdict v JOIN feed f ON f.id = v.feed_id`,
  rate_profile: `SELECT f.sha256, p.recorded_at, p.calculated_at, p.effective_from, p.rate, p.line, p.position, p.office,
                        p.siret, p.siren, p.code_risque, p.section, p.source
                 FROM rate_profile p LEFT JOIN feed f ON f.id = p.feed_id`,
  sheets: 'SELECT DISTINCT siret, effective_from, feed_id FROM rate_profile',
  refused_line:
    'SELECT f.sha256, r.line, r.siret, r.code, r.message FROM refused_line r JOIN feed f ON f.id = r.feed_id',
  set_aside: `SELECT siret, siren, cause, guards, facts::text, document::text, calculated_at, status, since, ended_at,
                     ended_by, ended_reason FROM set_aside`,
  task: `SELECT siret, siren, kind, cause, reason, period, status, prefill, opened_at, ended_at, outcome FROM task`,
  feed: 'SELECT sha256, file, size, format, lines, verdicts, received_at FROM feed',
  feed_bytes: 'SELECT part, gzipped FROM feed_bytes',
  batch: 'SELECT actor, received_at, status, withheld, compared, moved FROM batch',
};

/** Count and sum of each table's contents, by name. */
export type Contents = Readonly<Record<string, string>>;

/** Asks for the `sum` of a query's single row. */
export type AskSum = (sql: string) => Promise<string>;

/** Equal for two bases in which the same feeds left the same facts, in whatever order and by whichever processes. */
export async function contentsBy(ask: AskSum): Promise<Contents> {
  const contents: Record<string, string> = {};
  for (const [name, query] of Object.entries(CONTENTS)) {
    contents[name] = await ask(
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS sum FROM (${query}) t`,
    );
  }
  return { ...contents, journal: await ask(JOURNAL) };
}

/** The chain without a gap, one entry per reception and chunk, together standing for every establishment once. */
const JOURNAL = `SELECT concat_ws(' ', max(seq) = count(*), count(*) FILTER (WHERE action = 'feed.received'),
   count(*) FILTER (WHERE action = 'feed.chunk') = (SELECT count(*) FROM batch_chunk WHERE state = 'APPLIED'),
   sum((body::json->>'establishments')::bigint) FILTER (WHERE action = 'feed.chunk'),
   sum(length(covers)) FILTER (WHERE action = 'feed.chunk')) AS sum FROM audit_entry`;
