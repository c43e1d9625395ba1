import type { LineFault, NotifiedLine } from '#domain/feed/feed';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import type { DeclaredRate, Dossier, OpenTask } from '#domain/reconciliation/dossier';
import type { EstablishmentCase } from '#domain/reconciliation/decide';
import { isAutomationAllowed, type Policy } from '#domain/reconciliation/policy';
import { isAlsaceMoselle } from '#domain/reference/places';
import type { RateSheet, SheetSource } from '#domain/rates/sheet';
import type { RateProfile } from '#domain/rates/profile';
import type { TaskReason } from '#domain/tasks/task';
import type { LocalDate, LocalMoment, Period } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siren, Siret } from '#domain/values/siret';
import { MOST_ROWS, type Row } from '../row-cursor';

// Fields are read by position, as this is the hot path of a batch. The streams write null as an empty text, which no
// column but the SIRET of a line without one ever holds: see `case-stream.ts`.
const text = (row: Row, column: number): string => row[column] ?? '';
const orNull = (row: Row, column: number): string | null => {
  const field = text(row, column);
  return field === '' ? null : field;
};

const LINE = {
  siret: 0,
  feed: 1,
  line: 2,
  code: 3,
  office: 4,
  section: 5,
  rate: 6,
  effectiveFrom: 7,
  calculatedAt: 8,
  faultCode: 9,
  faultMessage: 10,
} as const;

const ESTABLISHMENT = {
  siret: 0,
  siren: 1,
  postcode: 2,
  automation: 3,
  clientSince: 4,
  firstSeenOn: 5,
  payrolls: 6,
} as const;

/** Rows about one establishment; none of its own when nobody has named it yet. */
interface Known {
  readonly establishment: Row | undefined;
  readonly sheets: readonly Row[];
  readonly declared: readonly Row[];
  readonly tasks: readonly Row[];
}

/** What the streams hold about one establishment, as the domain wants it. */
export function caseOf(lines: readonly Row[], known: Known, policy: Policy): EstablishmentCase {
  const siret = text(lines[0] ?? [], LINE.siret) as Siret;
  const { establishment } = known;
  return {
    siret,
    documents: documentsOf(siret, lines),
    dossier: establishment === undefined ? null : dossierOf(establishment, known, policy),
  };
}

function dossierOf(row: Row, known: Known, policy: Policy): Dossier {
  const automation = orNull(row, ESTABLISHMENT.automation);
  const payrolls = orNull(row, ESTABLISHMENT.payrolls);
  const company = {
    automation: automation === null ? null : automation === 't',
    clientSince: orNull(row, ESTABLISHMENT.clientSince) as LocalDate | null,
    firstSeenOn: text(row, ESTABLISHMENT.firstSeenOn) as LocalDate,
  };
  return {
    siret: text(row, ESTABLISHMENT.siret) as Siret,
    siren: text(row, ESTABLISHMENT.siren) as Siren,
    alsaceMoselle: isAlsaceMoselle(orNull(row, ESTABLISHMENT.postcode)),
    automationAllowed: isAutomationAllowed(company, policy),
    sheets: sheetsOf(known.sheets),
    declared: known.declared.map(declaredOf),
    openTasks: known.tasks.map(taskOf),
    runningPayrolls: payrolls === null ? [] : (payrolls.split(',') as Period[]),
  };
}

interface GatheredDocument extends NotifiedDocument {
  readonly lines: NotifiedLine[];
  readonly faults: LineFault[];
}

function documentsOf(siret: Siret, rows: readonly Row[]): readonly NotifiedDocument[] {
  const documents: GatheredDocument[] = [];
  for (const row of rows) {
    const feed = Number(row[LINE.feed]);
    let document = documents.find((known) => known.feed === feed);
    if (document === undefined) documents.push((document = { feed, siret, lines: [], faults: [] }));
    if (text(row, LINE.faultCode) !== '') document.faults.push(faultOf(siret, row));
    else if (text(row, LINE.code) !== '') document.lines.push(lineOf(siret, row));
  }
  if (rows.length >= MOST_ROWS) for (const { lines, faults } of documents) faults.push(tooManyLines(siret, lines));
  for (const { lines } of documents) if (lines.length > 1) lines.sort((a, b) => a.line - b.line);
  return documents;
}

/** What was not held cannot be judged: the establishment is quarantined in each of these documents. */
const tooManyLines = (siret: Siret, lines: readonly NotifiedLine[]): LineFault => ({
  line: lines.reduce((least, { line }) => Math.min(least, line), lines[0]?.line ?? 1),
  siret,
  siretAsWritten: siret,
  code: 'LIGNES_EN_NOMBRE',
  message: `Le SIRET ${siret} est nommé par plus de ${MOST_ROWS} lignes : demandez à la caisse un document qui ne le nomme que pour ses taux.`,
});

const faultOf = (siret: Siret, row: Row): LineFault => ({
  line: Number(row[LINE.line]),
  siret,
  siretAsWritten: siret,
  code: text(row, LINE.faultCode),
  message: text(row, LINE.faultMessage),
});

const lineOf = (siret: Siret, row: Row): NotifiedLine => ({
  line: Number(row[LINE.line]),
  siret,
  code: text(row, LINE.code) as RiskCode,
  office: row[LINE.office] === 't',
  section: orNull(row, LINE.section),
  rate: Number(row[LINE.rate]) as Rate,
  effectiveFrom: text(row, LINE.effectiveFrom) as LocalDate,
  calculatedAt: orNull(row, LINE.calculatedAt) as LocalMoment | null,
  ctn: null,
});

const SHEET = {
  number: 1,
  effectiveFrom: 2,
  source: 3,
  code: 4,
  section: 5,
  office: 6,
  rate: 7,
  calculatedAt: 8,
} as const;

/** Profiles come in order of sheet and position. */
function sheetsOf(rows: readonly Row[]): RateSheet[] {
  const sheets: (RateSheet & { profiles: RateProfile[] })[] = [];
  let open: (typeof sheets)[number] | undefined;
  for (const row of rows) {
    const number = Number(row[SHEET.number]);
    if (open?.number !== number) {
      open = {
        number,
        effectiveFrom: text(row, SHEET.effectiveFrom) as LocalDate,
        recordedAt: '',
        source: text(row, SHEET.source) as SheetSource,
        profiles: [],
        calculatedAt: (orNull(row, SHEET.calculatedAt)?.replace(' ', 'T') ?? null) as LocalMoment | null,
      };
      sheets.push(open);
    }
    open.profiles.push({
      code: text(row, SHEET.code) as RiskCode,
      section: orNull(row, SHEET.section),
      office: row[SHEET.office] === 't',
      rate: Number(row[SHEET.rate]) as Rate,
    });
  }
  return sheets;
}

const declaredOf = (row: Row): DeclaredRate => ({
  period: text(row, 1) as Period,
  code: text(row, 2) as RiskCode,
  office: row[3] === 't',
  rate: Number(row[4]) as Rate,
});

const taskOf = (row: Row): OpenTask => ({
  id: Number(row[1]),
  kind: text(row, 2) as OpenTask['kind'],
  cause: text(row, 3),
  reason: text(row, 4) as TaskReason,
  effectiveFrom: orNull(row, 5) as LocalDate | null,
  calculatedAt: orNull(row, 6) as LocalMoment | null,
});
