import type { Tx } from '../database';
import { tell } from './tell';

const ABOUT = `'task', id, 'siret', siret, 'siren', siren, 'kind', kind, 'reason', reason, 'period', period, 'feed', feed_id`;
const COLUMNS = ['id', 'siret', 'siren', 'kind', 'reason', 'period', 'feed_id', 'status'];
const returning = (table: string): string => COLUMNS.map((column) => `${table}.${column}`).join(', ');

/** Runs an INSERT INTO task, and tells those that are new; an open task that a newer fact updates was told before. */
export const raiseAndTell = (tx: Tx, insert: string, at: string, parameters: readonly unknown[]): Promise<void> =>
  tell(tx, {
    type: 'task.raised',
    // A row that was there carries the lock of whoever updates it.
    act: `${insert} RETURNING ${returning('task')}, xmax = 0 AS fresh`,
    facts: `SELECT siren, id AS ord, json_build_object(${ABOUT}) AS data FROM act WHERE fresh`,
    at,
    parameters,
  });

/** Runs an UPDATE of tasks, named `t`, that ends them, answered or made needless, and tells it of each. */
export const endAndTell = (tx: Tx, update: string, at: string, parameters: readonly unknown[]): Promise<void> =>
  tell(tx, {
    type: 'task.done',
    act: `${update} RETURNING ${returning('t')}`,
    facts: `SELECT siren, id AS ord, json_build_object(${ABOUT}, 'status', status) AS data FROM act`,
    at,
    parameters,
  });
