import type { LineFault, NotifiedLine } from '#domain/feed/feed';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import type { DeclaredRate, Dossier, OpenTask } from '#domain/reconciliation/dossier';
import type { EstablishmentCase } from '#domain/reconciliation/decide';
import { isAutomationAllowed, type Policy } from '#domain/reconciliation/policy';
import { isAlsaceMoselle } from '#domain/reference/places';
import type { RateSheet, SheetSource } from '#domain/rates/sheet';
import type { RateProfile } from '#domain/rates/profile';
import type { LocalDate, LocalMoment, Period } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siren, Siret } from '#domain/values/siret';
import { copyRows } from '../copy';
import type { Database } from '../database';
import { SortedCursor } from '../sorted-cursor';
import type { Staging } from './staging';

type Row = readonly (string | null)[];

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
        cases.push(
          caseOf(
            rows,
            s instanceof Promise ? await s : s,
            d instanceof Promise ? await d : d,
            t instanceof Promise ? await t : t,
            policy,
          ),
        );
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

function caseOf(
  lines: readonly Row[],
  sheets: readonly Row[],
  declared: readonly Row[],
  tasks: readonly Row[],
  policy: Policy,
): EstablishmentCase {
  const [first] = lines;
  const siret = (first?.[0] ?? '') as Siret;
  const siren = first?.[11] ?? null;
  return {
    siret,
    documents: documentsOf(siret, lines),
    dossier: first === undefined || siren === null ? null : dossierOf(first, sheets, declared, tasks, policy),
  };
}

function dossierOf(
  row: Row,
  sheets: readonly Row[],
  declared: readonly Row[],
  tasks: readonly Row[],
  policy: Policy,
): Dossier {
  const [
    siret = '',
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    siren = '',
    postcode = null,
    automation,
    clientSince = null,
    firstSeenOn = '',
    runs,
  ] = row;
  return {
    siret: siret as Siret,
    siren: siren as Siren,
    alsaceMoselle: isAlsaceMoselle(postcode),
    automationAllowed: isAutomationAllowed(
      {
        automation: automation == null ? null : automation === 't',
        clientSince: clientSince as LocalDate | null,
        firstSeenOn: firstSeenOn as LocalDate,
      },
      policy,
    ),
    sheets: sheetsOf(sheets),
    declared: declared.map(declaredOf),
    openTasks: tasks.map(taskOf),
    runningPayrolls: runs == null ? [] : (runs.split(',') as Period[]),
  };
}

function documentsOf(siret: Siret, rows: readonly Row[]): NotifiedDocument[] {
  const documents = new Map<string, { feed: number; siret: Siret; lines: NotifiedLine[]; faults: LineFault[] }>();
  for (const row of rows) {
    const feed = row[1] ?? '';
    let document = documents.get(feed);
    if (document === undefined) documents.set(feed, (document = { feed: Number(feed), siret, lines: [], faults: [] }));
    const [, , line, code, office, section = null, rate, effectiveFrom, calculatedAt = null, faultCode, faultMessage] =
      row;
    if (faultCode != null) {
      document.faults.push({
        line: Number(line),
        siret,
        siretAsWritten: siret,
        code: faultCode,
        message: faultMessage ?? '',
      });
    } else if (code != null) {
      document.lines.push({
        line: Number(line),
        siret,
        code: code as RiskCode,
        office: office === 't',
        section,
        rate: Number(rate) as Rate,
        effectiveFrom: effectiveFrom as LocalDate,
        calculatedAt: calculatedAt as LocalMoment | null,
        ctn: null,
      });
    }
  }
  for (const { lines } of documents.values()) if (lines.length > 1) lines.sort((a, b) => a.line - b.line);
  return [...documents.values()];
}

/** Profiles come in order of sheet and position. */
export function sheetsOf(rows: readonly Row[]): RateSheet[] {
  const sheets: (RateSheet & { profiles: RateProfile[] })[] = [];
  for (const [, number, effectiveFrom, source, code, section = null, office, rate, calculatedAt = null] of rows) {
    let sheet = sheets[sheets.length - 1];
    if (sheet === undefined || sheet.number !== Number(number)) {
      sheet = {
        number: Number(number),
        effectiveFrom: effectiveFrom as LocalDate,
        recordedAt: '',
        source: source as SheetSource,
        profiles: [],
        calculatedAt: (calculatedAt?.replace(' ', 'T') ?? null) as LocalMoment | null,
      };
      sheets.push(sheet);
    }
    sheet.profiles.push({ code: code as RiskCode, section, office: office === 't', rate: Number(rate) as Rate });
  }
  return sheets;
}

const declaredOf = ([, period, code, office, rate]: Row): DeclaredRate => ({
  period: period as Period,
  code: code as RiskCode,
  office: office === 't',
  rate: Number(rate) as Rate,
});

const taskOf = ([, id, kind, cause, effectiveFrom = null, calculatedAt = null]: Row): OpenTask => ({
  id: Number(id),
  kind: kind as OpenTask['kind'],
  cause: cause ?? '',
  effectiveFrom: effectiveFrom as LocalDate | null,
  calculatedAt: calculatedAt as LocalMoment | null,
});
