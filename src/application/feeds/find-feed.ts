import type { VerdictKind } from '#domain/reconciliation/verdict';
import { accepted, refused, type Result } from '#domain/values/result';
import type { Database } from '#storage/database';
import { feedsNamed, ownVerdicts, type FeedRow } from '#storage/feeds/feeds';
import type { Caller } from '../access/caller';

export interface FoundFeed extends FeedRow {
  /** The caller's own: of the whole document for one who sees every company. */
  readonly told: Readonly<Partial<Record<VerdictKind, number>>> | null;
}

const NUMBER = /^[1-9]\d{0,14}$/;

/** The document that a program names; unknown in the same words when none of the caller's companies is named in it. */
export async function findFeed(database: Database, text: string, { scope }: Caller): Promise<Result<FoundFeed>> {
  const unknown = refused(
    'FLUX_INCONNU',
    `Le document « ${text.slice(0, 20)} » est inconnu : voyez la liste des flux.`,
  );
  if (!NUMBER.test(text)) return unknown;
  const id = Number(text);
  const own =
    scope === 'system' ? null : await database.transaction(scope, (tx) => ownVerdicts(tx, id, scope.companies));
  if (own !== null && Object.keys(own).length === 0) return unknown;
  // A document may name many companies: it is read as the system, after it was found among the caller's own.
  const [feed] = await database.transaction('system', (tx) => feedsNamed(tx, [id]));
  return feed === undefined ? unknown : accepted({ ...feed, told: own ?? feed.verdicts });
}
