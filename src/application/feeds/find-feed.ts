import { accepted, refused, type Result } from '#domain/values/result';
import type { Database } from '#storage/database';
import { feedsNamed, namesOneOf, type FeedRow } from '#storage/feeds/feeds';
import type { Caller } from '../access/caller';

const NUMBER = /^[1-9]\d{0,14}$/;

/** The document that a program names; unknown in the same words when none of the caller's companies is named in it. */
export async function findFeed(database: Database, text: string, { scope }: Caller): Promise<Result<FeedRow>> {
  const unknown = refused(
    'FLUX_INCONNU',
    `Le document « ${text.slice(0, 20)} » est inconnu : voyez la liste des flux.`,
  );
  if (!NUMBER.test(text)) return unknown;
  const id = Number(text);
  const isOwn = scope === 'system' || (await database.transaction(scope, (tx) => namesOneOf(tx, id, scope.companies)));
  if (!isOwn) return unknown;
  // A document may name many companies: it is read as the system, after it was found among the caller's own.
  const [feed] = await database.transaction('system', (tx) => feedsNamed(tx, [id]));
  return feed === undefined ? unknown : accepted(feed);
}
