import type { Client } from 'pg';

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

export type Contents = Readonly<Record<string, string>>;

export async function contentsOf(client: Client): Promise<Contents> {
  const contents: Record<string, string> = {};
  for (const [name, query] of Object.entries(CONTENTS)) {
    const { rows } = await client.query<{ sum: string }>(
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS sum FROM (${query}) t`,
    );
    contents[name] = rows[0]?.sum ?? '';
  }
  return { ...contents, journal: await journalOf(client) };
}

/** The chain without a gap, one entry per reception and chunk, together standing for every establishment once. */
async function journalOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ sum: string }>(
    `SELECT concat_ws(' ', max(seq) = count(*), count(*) FILTER (WHERE action = 'feed.received'),
       count(*) FILTER (WHERE action = 'feed.chunk') = (SELECT count(*) FROM batch_chunk WHERE state = 'APPLIED'),
       sum((body::json->>'establishments')::bigint) FILTER (WHERE action = 'feed.chunk'),
       sum(length(covers)) FILTER (WHERE action = 'feed.chunk')) AS sum FROM audit_entry`,
  );
  return rows[0]?.sum ?? '';
}

/** Where a batch stands: null before its first commit. */
export interface Standing {
  readonly status: string;
  /** Applied chunks with the transaction that applied each. */
  readonly chunks: Readonly<Record<string, string>>;
}

export async function standingOf(client: Client): Promise<Standing | null> {
  const { rows } = await client.query<Standing>(
    `SELECT b.status, (SELECT coalesce(json_object_agg(chunk, xmin::text), '{}') FROM batch_chunk WHERE state = 'APPLIED') AS chunks FROM batch b`,
  );
  return rows[0] ?? null;
}

export async function leftInStaging(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'staging' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
