import type { EstablishmentCase } from '#domain/reconciliation/decide';
import type { Policy } from '#domain/reconciliation/policy';
import { copyText } from '../copy';
import type { Database } from '../database';
import { RowCursor, type Row } from '../row-cursor';
import { caseOf } from './case-rows';
import { within, withinSirens, type SiretRange } from './siret-range';
import type { Staging } from './staging';

const LINES = ({ staging, range }: Asked): string => `
  SELECT l.siret, l.feed, l.line, l.code_risque, l.office, l.section, l.rate, l.effective_from, l.calculated_at,
         l.fault_code, l.fault_message
  FROM ${staging.lines} l WHERE ${within(range, 'l.siret')}`;

/** After a crash, establishments whose verdict already stands are not decided again. */
const NOT_YET_DECIDED = `
  AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.feed_id = l.feed AND v.siret = l.siret AND v.attempt = 0)`;

const someLine = ({ staging, range }: Asked): string =>
  `siret IN (SELECT siret FROM ${staging.lines} WHERE ${within(range, 'siret')})`;

/** A national batch names nearly everybody: then it costs less to read all of the range than to choose. */
const named = (asked: Asked, { national }: Surroundings): string =>
  `${within(asked.range, 'siret')} ${national ? '' : `AND ${someLine(asked)}`}`;

/** A stream of their own: the database sorts them while another of its processes sorts the lines. */
const ESTABLISHMENTS = (asked: Asked, around: Surroundings): string => `
  SELECT e.siret, e.siren, e.postcode, c.automation, c.client_since, c.first_seen_on, ${around.payrolls ? 'r.periods' : 'NULL'}
  FROM (SELECT siret, siren, postcode FROM establishment WHERE ${named(asked, around)}) e
  LEFT JOIN (SELECT * FROM company WHERE ${withinSirens(asked.range)}) c ON c.siren = e.siren
  ${around.payrolls ? `LEFT JOIN (SELECT siret, string_agg(period, ',') AS periods FROM payroll_run WHERE ${within(asked.range, 'siret')} GROUP BY siret) r ON r.siret = e.siret` : ''}
  ORDER BY e.siret`;

const SHEETS = (asked: Asked, around: Surroundings): string => `
  SELECT siret, sheet, effective_from, source, code_risque, section, office, rate, calculated_at
  FROM rate_profile WHERE ${named(asked, around)}
  ORDER BY siret, effective_from, sheet, position`;

const DECLARED = (asked: Asked): string => `
  SELECT DISTINCT siret, period, code_risque, office, rate
  FROM declared_contract
  WHERE NOT superseded AND regime = '200' AND rate IS NOT NULL
    AND ${within(asked.range, 'siret')} AND ${someLine(asked)}
    AND period >= (SELECT to_char(min(effective_from), 'YYYY-MM') FROM ${asked.staging.lines} WHERE ${within(asked.range, 'siret')})
  ORDER BY siret, period, code_risque, office, rate`;

const TASKS = (asked: Asked): string => `
  SELECT siret, id, kind, cause, reason, prefill->>'effectiveFrom', prefill->>'calculatedAt'
  FROM task WHERE status = 'OPEN' AND ${within(asked.range, 'siret')} AND ${someLine(asked)}
  ORDER BY siret, id`;

/** The establishments of a batch to be visited. */
export interface Asked {
  readonly staging: Staging;
  readonly range: SiretRange;
  readonly policy: Policy;
  /** Leaves out those whose first verdict stands. */
  readonly skipDecided: boolean;
}

/** What the base holds beside the lines of a batch: what is not there is not asked for. */
interface Surroundings {
  /** The batch names at least half of the establishments. */
  readonly national: boolean;
  readonly payrolls: boolean;
  readonly declared: boolean;
  readonly tasks: boolean;
}

async function surroundingsOf(database: Database, staging: Staging): Promise<Surroundings> {
  const [found] = await database.session((tx) =>
    tx.query<Surroundings>(
      `SELECT EXISTS (SELECT FROM payroll_run) AS payrolls, EXISTS (SELECT FROM declared_contract) AS declared,
              EXISTS (SELECT FROM task WHERE status = 'OPEN') AS tasks,
              l.reltuples > ${FEW_LINES} AND l.reltuples * 2 >= e.reltuples AS national
       FROM pg_class l, pg_class e WHERE l.oid = '${staging.lines}'::regclass AND e.oid = 'establishment'::regclass`,
    ),
  );
  if (found === undefined) throw new Error('The staging table of the batch is missing.');
  return found;
}

/** Below, the planner's own choices are quick whatever they are. */
const FEW_LINES = 10_000;

/**
 * For the streams of a national batch: the planner guesses that row-level security lets one row in two hundred through
 * and would look companies up one by one; each stream keeps one core busy, so no helpers either.
 */
const NATIONAL_STREAM = "SET enable_nestloop = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '64MB'";
const RESET_STREAM = 'RESET enable_nestloop; RESET max_parallel_workers_per_gather; RESET work_mem';

export interface CaseVisitor {
  readonly visit: (subject: EstablishmentCase) => void;
  /** Awaited whenever more text is needed: the moment to let slower writers catch up. */
  readonly pause: () => Promise<void>;
}

/**
 * Visits every establishment of a range of a batch with all that is known of it, in order of SIRET: five sorted streams read side
 * by side, so that neither the batch nor the base is ever held in memory.
 */
export async function visitCases(database: Database, asked: Asked, { visit, pause }: CaseVisitor): Promise<void> {
  const around = await surroundingsOf(database, asked.staging);
  const { national } = around;
  const linesQuery = `${LINES(asked)} ${asked.skipDecided ? NOT_YET_DECIDED : ''} ORDER BY l.siret`;
  const texts = [
    ownConnection(database, linesQuery, national),
    ownConnection(database, ESTABLISHMENTS(asked, around), national),
    ownConnection(database, SHEETS(asked, around), national),
    ownConnection(database, around.declared ? DECLARED(asked) : null, national),
    ownConnection(database, around.tasks ? TASKS(asked) : null, national),
  ];
  const cursors = texts.map((text) => new RowCursor(text));
  const [lines, establishments, sheets, declared, tasks] = cursors;
  if (!lines || !establishments || !sheets || !declared || !tasks) throw new Error('A case is read from five streams.');
  try {
    for (;;) {
      // Lines without SIRET are no establishment: each goes alone, or a wholly unreadable file would be held in memory.
      let group = lines.nextGroup('');
      if (group instanceof Promise) [group] = await Promise.all([group, pause()]);
      if (group === null) break;
      const siret = group[0]?.[0] ?? '';
      const all = together([establishments, sheets, declared, tasks], siret);
      const [own, ofSheets = [], ofDeclared = [], ofTasks = []] = all instanceof Promise ? await all : all;
      const known = { establishment: own?.[0], sheets: ofSheets, declared: ofDeclared, tasks: ofTasks };
      visit(caseOf(group, known, asked.policy));
    }
  } finally {
    await Promise.allSettled(texts.map((text) => text.return(undefined)));
  }
}

/** Waits for all at once: one that fails while another is awaited would be heard by nobody, and end the process. */
function together(
  cursors: readonly RowCursor[],
  key: string,
): readonly (readonly Row[])[] | Promise<(readonly Row[])[]> {
  const taken = cursors.map((cursor) => cursor.take(key));
  if (!taken.some((rows) => rows instanceof Promise)) return taken as (readonly Row[])[];
  return Promise.all(taken.map((rows) => Promise.resolve(rows)));
}

/** Shorter to send and to cut than `\\N`; `case-rows.ts` reads an empty text as null. */
const NULL_AS = '';

/** COPY occupies its connection to the end; one that is left in the middle is thrown away with it. No query, no rows. */
async function* ownConnection(database: Database, query: string | null, national: boolean): AsyncGenerator<string> {
  if (query === null) return;
  const connection = await database.open();
  let complete = false;
  try {
    if (national) await connection.tx.query(NATIONAL_STREAM);
    yield* copyText(connection.tx, query, NULL_AS);
    if (national) await connection.tx.query(RESET_STREAM);
    complete = true;
  } finally {
    await connection.close(complete ? 'reuse' : 'discard');
  }
}
