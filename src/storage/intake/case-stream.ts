import type { EstablishmentCase } from '#domain/reconciliation/decide';
import type { Policy } from '#domain/reconciliation/policy';
import { copyRows } from '../copy';
import type { Database } from '../database';
import { SortedCursor } from '../sorted-cursor';
import { caseOf, type Row } from './case-rows';
import type { Staging } from './staging';

const LINES = (staging: Staging): string => `
  SELECT l.siret, l.feed, l.line, l.code_risque, l.office, l.section, l.rate, l.effective_from, l.calculated_at,
         l.fault_code, l.fault_message, e.siren, e.postcode, c.automation, c.client_since, c.first_seen_on, r.periods
  FROM ${staging.lines} l
  LEFT JOIN establishment e ON e.siret = l.siret
  LEFT JOIN company c ON c.siren = e.siren
  LEFT JOIN (SELECT siret, string_agg(period, ',') AS periods FROM payroll_run GROUP BY siret) r ON r.siret = l.siret`;

/** After a crash, establishments whose verdict already stands are not decided again. */
const NOT_YET_DECIDED = `
  WHERE NOT EXISTS (SELECT 1 FROM verdict v WHERE v.feed_id = l.feed AND v.siret = l.siret AND v.attempt = 0)`;

const SHEETS = (staging: Staging): string => `
  SELECT siret, sheet, effective_from, source, code_risque, section, office, rate, calculated_at
  FROM rate_profile WHERE siret IN (SELECT siret FROM ${staging.lines})
  ORDER BY siret, effective_from, sheet, position`;

const DECLARED = (staging: Staging): string => `
  SELECT DISTINCT siret, period, code_risque, office, rate
  FROM declared_contract
  WHERE NOT superseded AND regime = '200' AND rate IS NOT NULL
    AND siret IN (SELECT siret FROM ${staging.lines})
    AND period >= (SELECT to_char(min(effective_from), 'YYYY-MM') FROM ${staging.lines})
  ORDER BY siret, period, code_risque, office, rate`;

const TASKS = (staging: Staging): string => `
  SELECT siret, id, kind, cause, prefill->>'effectiveFrom', prefill->>'calculatedAt'
  FROM task WHERE status = 'OPEN' AND siret IN (SELECT siret FROM ${staging.lines})
  ORDER BY siret, id`;

/**
 * Every establishment of a batch with all that is known of it, in order of SIRET: four sorted streams read side by
 * side, so that neither the batch nor the base is ever held in memory.
 */
export async function* casesOf(
  database: Database,
  staging: Staging,
  policy: Policy,
  resumed: boolean,
): AsyncGenerator<EstablishmentCase[]> {
  const queries = [
    `${LINES(staging)} ${resumed ? NOT_YET_DECIDED : ''} ORDER BY l.siret`,
    SHEETS(staging),
    DECLARED(staging),
    TASKS(staging),
  ];
  const open = queries.map((query) => rowsOnOwnConnection(database, query));
  const [lines, ...others] = open;
  if (lines === undefined) return;
  try {
    const [sheets, declared, tasks] = others.map((blocks) => new SortedCursor(blocks));
    if (sheets === undefined || declared === undefined || tasks === undefined) return;
    for await (const groups of bySiret(lines)) {
      const cases: EstablishmentCase[] = [];
      for (const rows of groups) {
        const siret = rows[0]?.[0] ?? '';
        const [s, d, t] = [sheets.take(siret), declared.take(siret), tasks.take(siret)];
        const known = {
          sheets: s instanceof Promise ? await s : s,
          declared: d instanceof Promise ? await d : d,
          tasks: t instanceof Promise ? await t : t,
        };
        cases.push(caseOf(rows, known, policy));
      }
      yield cases;
    }
  } finally {
    await Promise.allSettled(open.map((blocks) => blocks.return(undefined)));
  }
}

async function* rowsOnOwnConnection(database: Database, query: string): AsyncGenerator<Row[]> {
  const connection = await database.open();
  let complete = false;
  try {
    yield* copyRows(connection.tx, query);
    complete = true;
  } finally {
    await connection.close(complete ? 'reuse' : 'discard');
  }
}

/** Rows gathered by SIRET across blocks. */
async function* bySiret(blocks: AsyncIterable<Row[]>): AsyncGenerator<Row[][]> {
  let open: Row[] = [];
  for await (const block of blocks) {
    const groups: Row[][] = [];
    for (const row of block) {
      // Lines without SIRET are no establishment: each goes alone, or a wholly unreadable file would be held in memory.
      if (open.length > 0 && (open[0]?.[0] !== row[0] || row[0] === '')) {
        groups.push(open);
        open = [];
      }
      open.push(row);
    }
    if (groups.length > 0) yield groups;
  }
  if (open.length > 0) yield [open];
}
