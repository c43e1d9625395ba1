import type { LineFault, NotifiedLine } from '#domain/feed/feed';
import { inProfileOrder, type RateProfile } from '#domain/rates/profile';
import type { RateSheet, SheetSource } from '#domain/rates/sheet';
import { decide, type World } from '#domain/reconciliation/decide';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import type { DeclaredRate, Dossier, OpenTask } from '#domain/reconciliation/dossier';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import type { Decision } from '#domain/reconciliation/verdict';
import { builtInReference } from '#domain/reference/reference';
import {
  parseIsoDate,
  parseMoment,
  parsePeriod,
  type LocalDate,
  type LocalMoment,
  type Period,
} from '#domain/values/local-date';
import { formatRate, parseRate, type Rate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { dsnCode, parseRiskCode, type RiskCode } from '#domain/values/risk-code';
import { parseSiret, sirenOf, type Siret } from '#domain/values/siret';

/**
 * Situations in the words of the trade, as short texts:
 * a rate is `452BE/01 6.12` (code risque, B for fonctions supports, section after the bar),
 * a sheet is `2026-01-01 NOTIFIED 452BE/01 6.12 + 602MG/01 5.40`,
 * a notified line is `2026-01-01 452BE/01 6.12 @2025-12-18`, calculated on the day after the @,
 * a declared rate is `2026-01 452BEB 0.71`.
 */
export const A_SIRET: Siret = trusted(parseSiret('99990000800023'));
export const A_CALCULATION = '2025-12-18';

export const day = (text: string): LocalDate => trusted(parseIsoDate(text));
export const month = (text: string): Period => trusted(parsePeriod(text));
export const moment = (text: string): LocalMoment => trusted(parseMoment(text));
export const rate = (text: string): Rate => trusted(parseRate(text));
export const code = (text: string): RiskCode => trusted(parseRiskCode(text)).code;

export function aProfile(text: string): RateProfile {
  const [key = '', percent = ''] = text.trim().split(' ');
  const [written = '', section = null] = key.split('/');
  return { ...trusted(parseRiskCode(written)), section, rate: rate(percent) };
}

/** Profile 1 first, as everywhere. */
export const profiles = (...texts: readonly string[]): readonly RateProfile[] => inProfileOrder(texts.map(aProfile));

export const written = (list: readonly RateProfile[]): string[] =>
  list.map(
    ({ code: base, office, section, rate: percent }) =>
      `${dsnCode(base, office)}${section === null ? '' : `/${section}`} ${formatRate(percent)}`,
  );

/** `2026-01-01 NOTIFIED 452BE/01 6.12 + 602MG/01 5.40`; numbered and recorded in the order in which it is told. */
export function aSheet(text: string, more: Partial<Omit<RateSheet, 'profiles'>> = {}): RateSheet {
  const [from = '', source = '', ...rest] = text.split(' ');
  const number = more.number ?? 1;
  return {
    number,
    effectiveFrom: day(from),
    recordedAt: `2025-12-${String(number).padStart(2, '0')}T10:00:00.000Z`,
    source: source as SheetSource,
    profiles: profiles(...rest.join(' ').split(' + ')),
    calculatedAt: null,
    ...more,
  };
}

export const sheets = (...texts: readonly string[]): readonly RateSheet[] =>
  texts.map((text, index) => {
    const [sheet = '', calculated] = text.split(' @');
    const calculatedAt = calculated === undefined ? null : moment(calculated);
    return aSheet(sheet, { number: index + 1, calculatedAt });
  });

/** `2026-01-01 452BE/01 6.12 @2025-12-18`; `@-` leaves the calculation out. */
export function aNotifiedLine(text: string, line = 2, siret: Siret = A_SIRET): NotifiedLine {
  const [said = '', calculated = A_CALCULATION] = text.split(' @');
  const [from = '', ...rest] = said.split(' ');
  return {
    line,
    siret,
    ...aProfile(rest.join(' ')),
    effectiveFrom: day(from),
    calculatedAt: calculated === '-' ? null : moment(calculated),
    ctn: null,
  };
}

export const aFault = (codeOfFault: string, line = 9): LineFault => ({
  line,
  siret: A_SIRET,
  siretAsWritten: A_SIRET,
  code: codeOfFault,
  message: `Ligne ${line} refusée à la lecture : corrigez-la.`,
});

/** Lines are numbered from 2, as under the header of a CSV. */
export const aDocument = (lines: readonly string[], more: Partial<NotifiedDocument> = {}): NotifiedDocument => ({
  feed: 1,
  siret: A_SIRET,
  lines: lines.map((text, index) => aNotifiedLine(text, index + 2)),
  faults: [],
  ...more,
});

/** `2026-01 452BEB 0.71`. */
export function aDeclaredRate(text: string): DeclaredRate {
  const [period = '', ...rest] = text.split(' ');
  const { code: base, office, rate: percent } = aProfile(rest.join(' '));
  return { period: month(period), code: base, office, rate: percent };
}

/** `ANNUAL_RENEWAL 2026`, `FIRST_PAYROLL 2026-01`, `INCOHERENCE 2026-02-01 INCOHERENT`; pre-filled by nothing yet. */
export function anOpenTask(text: string, more: Partial<OpenTask> = {}): OpenTask {
  const [kind = '', cause = '', reason] = text.split(' ');
  return {
    id: 7,
    kind: kind as OpenTask['kind'],
    cause,
    effectiveFrom: null,
    calculatedAt: null,
    ...(reason === undefined ? {} : { reason: reason as NonNullable<OpenTask['reason']> }),
    ...more,
  };
}

export interface DossierInWords {
  readonly onFile?: readonly string[];
  readonly declared?: readonly string[];
  readonly running?: readonly string[];
  readonly tasks?: readonly OpenTask[];
  readonly automation?: boolean;
  readonly alsaceMoselle?: boolean | null;
}

/** An establishment outside Alsace-Moselle whose company lets rates be updated by themselves. */
export const aDossier = (words: DossierInWords = {}): Dossier => ({
  siret: A_SIRET,
  siren: sirenOf(A_SIRET),
  alsaceMoselle: words.alsaceMoselle ?? (words.alsaceMoselle === null ? null : false),
  automationAllowed: words.automation ?? true,
  sheets: sheets(...(words.onFile ?? [])),
  declared: (words.declared ?? []).map(aDeclaredRate),
  openTasks: words.tasks ?? [],
  runningPayrolls: (words.running ?? []).map(month),
});

export const WORLD: World = { reference: builtInReference(), policy: DEFAULT_POLICY };

/** The decision on one document about one establishment. */
export function decisionOn(document: NotifiedDocument, dossier: Dossier | null, world: World = WORLD): Decision {
  const [only] = decide({ siret: document.siret, dossier, documents: [document] }, world);
  if (only === undefined) throw new Error('One document is given one decision.');
  return only.decision;
}

/** The decisions on several documents of one batch, in the order in which they were taken. */
export const decisionsOn = (
  documents: readonly NotifiedDocument[],
  dossier: Dossier | null,
  world: World = WORLD,
): readonly Decision[] => decide({ siret: A_SIRET, dossier, documents }, world).map(({ decision }) => decision);
