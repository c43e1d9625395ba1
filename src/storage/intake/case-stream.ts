import type { EstablishmentCase } from '#domain/reconciliation/decide';
import type { Policy } from '#domain/reconciliation/policy';
import { copyText } from '../copy';
import type { Database } from '../database';
import { RowCursor } from '../row-cursor';
import { caseOf } from './case-rows';
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
  SELECT siret, id, kind, cause, reason, prefill->>'effectiveFrom', prefill->>'calculatedAt'
  FROM task WHERE status = 'OPEN' AND siret IN (SELECT siret FROM ${staging.lines})
  ORDER BY siret, id`;

export interface CaseVisitor {
  readonly visit: (subject: EstablishmentCase) => void;
  /** Awaited whenever more text is needed: the moment to let slower writers catch up. */
  readonly pause: () => Promise<void>;
}

/**
 * Visits every establishment of a batch with all that is known of it, in order of SIRET: four sorted streams read side
 * by side, so that neither the batch nor the base is ever held in memory.
 */
export async function visitCases(
  database: Database,
  staging: Staging,
  context: { readonly policy: Policy; readonly resumed: boolean },
  { visit, pause }: CaseVisitor,
): Promise<void> {
  const linesQuery = `${LINES(staging)} ${context.resumed ? NOT_YET_DECIDED : ''} ORDER BY l.siret`;
  const texts = [linesQuery, SHEETS(staging), DECLARED(staging), TASKS(staging)].map((q) => ownConnection(database, q));
  const cursors = texts.map((text) => new RowCursor(text));
  const [lines, sheets, declared, tasks] = cursors;
  if (lines === undefined || sheets === undefined || declared === undefined || tasks === undefined) return;
  try {
    for (;;) {
      // Lines without SIRET are no establishment: each goes alone, or a wholly unreadable file would be held in memory.
      let group = lines.nextGroup('');
      if (group instanceof Promise) [group] = await Promise.all([group, pause()]);
      if (group === null) break;
      const siret = group[0]?.[0] ?? '';
      const [s, d, t] = [sheets.take(siret), declared.take(siret), tasks.take(siret)];
      const known = {
        sheets: s instanceof Promise ? await s : s,
        declared: d instanceof Promise ? await d : d,
        tasks: t instanceof Promise ? await t : t,
      };
      visit(caseOf(group, known, context.policy));
    }
  } finally {
    await Promise.allSettled(texts.map((text) => text.return(undefined)));
  }
}

/** COPY occupies its connection to the end; one that is left in the middle is thrown away with it. */
async function* ownConnection(database: Database, query: string): AsyncGenerator<string> {
  const connection = await database.open();
  let complete = false;
  try {
    yield* copyText(connection.tx, query);
    complete = true;
  } finally {
    await connection.close(complete ? 'reuse' : 'discard');
  }
}
