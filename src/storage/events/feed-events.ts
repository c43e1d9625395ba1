import type { Tx } from '../database';
import { tell } from './tell';

const KINDS = ['AUTO_UPDATED', 'UNCHANGED', 'TASK_RAISED', 'HELD', 'QUARANTINED', 'IGNORED'];

/** Counts of each kind, as the fields of an object, of the rows of `verdict v`. */
export const VERDICT_COUNTS = KINDS.map((kind) => `'${kind}', count(*) FILTER (WHERE v.verdict = '${kind}')`).join(
  ', ',
);

/**
 * Runs an UPDATE of a batch, returning its `id`, that ends it, and tells its documents: the whole of each, and to each
 * company that has an endpoint of its own what the document says of that company alone.
 */
export const completeAndTell = (tx: Tx, update: string, at: string, parameters: readonly unknown[]): Promise<void> =>
  tell(tx, {
    type: 'feed.completed',
    act: update,
    facts: `
      SELECT NULL::text AS siren, f.id AS ord, json_build_object('feed', f.id, 'siren', NULL, 'sha256', f.sha256,
        'verdicts', f.verdicts) AS data
      FROM act JOIN feed f ON f.batch_id = act.id
      UNION ALL
      SELECT w.siren, f.id, json_build_object('feed', f.id, 'siren', w.siren, 'sha256', f.sha256,
        'verdicts', json_build_object(${VERDICT_COUNTS}))
      FROM act JOIN feed f ON f.batch_id = act.id
      CROSS JOIN (SELECT DISTINCT siren FROM wish WHERE siren IS NOT NULL) w
      JOIN establishment e ON e.siren = w.siren
      JOIN verdict v ON v.feed_id = f.id AND v.siret = e.siret AND v.attempt = 0
      GROUP BY f.id, f.sha256, w.siren`,
    at,
    parameters,
  });
