import type { DossierInWords } from '../builders/trade';

/** One document about one establishment, and what must be said of it. Texts are read by `test/builders/trade`. */
export interface Situation extends DossierInWords {
  readonly because: string;
  readonly notified: readonly string[];
  /** `VERDICT RULE [REASON]`. */
  readonly says: string;
}

/** Rules 5, 6, 9 and the table of verdicts. */
export const VERDICTS_AND_REASONS: readonly Situation[] = [
  {
    because: 'one rate comes and nothing is on file',
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'one rate comes in place of one rate',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the only code changes and its rate is of the same size',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    notified: ['2026-01-01 513TC/01 2.31'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the caisse says what is already on file',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    notified: ['2026-01-01 553AC/01 1.84'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'the caisse confirms what a DSN declared, section or not',
    onFile: ['2025-11-01 DECLARED 553AC 1.84'],
    notified: ['2026-01-01 553AC/03 1.84'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'the caisse confirms what a person entered for that very date',
    onFile: ['2026-01-01 ENTERED 553AC 1.84'],
    notified: ['2026-01-01 553AC/03 1.84'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'three rates are confirmed in another order',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 602MG/02 5.27 + 452BEB/01 0.71'],
    notified: ['2026-01-01 452BEB/01 0.71', '2026-01-01 602MG/02 5.27', '2026-01-01 452BE/01 6.35'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'a confirmation bothers nobody, even where automation is refused and a payroll runs',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    automation: false,
    running: ['2026-01'],
    notified: ['2026-01-01 553AC/01 1.84'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'a rate of 0 that is on file and confirmed is not a change',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 0.00'],
    notified: ['2026-01-01 553AC/01 0.00'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'two keys come on one date',
    notified: ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'one code comes with two sections',
    notified: ['2026-01-01 452BE/01 6.35', '2026-01-01 452BE/02 7.05'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'one key comes and two are on file: who goes where is for a person to say',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 452BEB/01 0.71'],
    notified: ['2026-01-01 452BE/01 6.60'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'an office rate is granted beside the only rate on file: it replaces nothing, so no ratio is taken',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35'],
    notified: ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'the company does not let rates be updated by themselves',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    automation: false,
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'TASK_RAISED AUTOMATISATION_REFUSEE AUTOMATION_NOT_ALLOWED',
  },
  {
    because: 'several rates are a stronger reason than automation refused',
    automation: false,
    notified: ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'an incoherence is a stronger reason than several rates and automation refused',
    onFile: ['2026-01-01 NOTIFIED 452BE/01 6.35 + 452BEB/01 0.71'],
    declared: ['2026-02 452BE 6.35'],
    automation: false,
    notified: ['2026-02-01 452BE/01 6.60', '2026-02-01 452BEB/01 0.71'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a guard speaks before any reason to ask a person',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 452BEB/01 0.71'],
    automation: false,
    notified: ['2026-01-01 452BE/01 12.70', '2026-01-01 452BEB/01 0.71'],
    says: 'HELD GARDE',
  },
];

/** Rule 7: what a campaign's date opens, and what it does not. */
export const OPENINGS: readonly Situation[] = [
  {
    because: 'the 2025 rates begin on 1 May: their date opens however late they come',
    onFile: ['2024-01-01 NOTIFIED 553AC/01 2.02'],
    declared: ['2025-05 553AC 2.02', '2025-06 553AC 2.02', '2025-07 553AC 2.02'],
    notified: ['2025-05-01 553AC/01 1.88'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the 2026 rates come after January and February were declared at the former rate',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88'],
    declared: ['2026-01 553AC 1.88', '2026-02 553AC 1.88'],
    notified: ['2026-01-01 553AC/01 1.79'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'what a DSN declared for January does not take the opening away',
    onFile: ['2026-01-01 DECLARED 553AC 1.88'],
    declared: ['2026-01 553AC 1.88'],
    notified: ['2026-01-01 553AC/01 1.79'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'January 2025 opened nothing: a rate of that date contradicts what was declared',
    onFile: ['2024-01-01 NOTIFIED 553AC/01 2.02'],
    declared: ['2025-01 553AC 2.02'],
    notified: ['2025-01-01 553AC/01 1.88'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because:
      'the campaign date has its notified sheet: the second notice is a correction, and two months were declared',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-01 553AC 1.79', '2026-02 553AC 1.79'],
    notified: ['2026-01-01 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'the campaign date has its notified sheet, but nothing was declared yet',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    notified: ['2026-01-01 553AC/01 1.95'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'a person has entered the campaign’s rate and the caisse says another',
    onFile: ['2026-01-01 ENTERED 553AC/01 1.79'],
    notified: ['2026-01-01 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_SAISIE INCOHERENT',
  },
  {
    because: 'a sheet of the Journal officiel at the campaign date is neither notified nor entered',
    onFile: ['2026-01-01 PUBLISHED 511TG 0.79'],
    declared: ['2026-01 513TC 2.54'],
    notified: ['2026-01-01 513TC/01 2.31'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
];

/** Rule 8: what contradicts what was entered or declared. */
export const INCOHERENCES: readonly Situation[] = [
  {
    because: 'a rate of a date without campaign comes before any month was declared',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-01 553AC 1.79'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the month of the date itself was declared otherwise',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-01 553AC 1.79', '2026-02 553AC 1.79'],
    notified: ['2026-02-15 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a later month was declared otherwise',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-04 553AC 1.79'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'the months were already declared at the rate that now comes',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-02 553AC 1.95'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'another code was declared at the same rate',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-02 513TC 1.95'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'the office form was declared and the base code comes',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-02 553ACB 1.95'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'artists were declared at 70 % of it',
    declared: ['2026-02 553AC 2.60', '2026-02 553AC 1.82'],
    notified: ['2026-02-01 553AC/01 2.60'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'journalists were declared at 80 % of it, rounded to two decimals',
    declared: ['2026-02 553AC 1.78'],
    notified: ['2026-02-01 553AC/01 2.23'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: '79 % is the share of nobody',
    declared: ['2026-02 553AC 2.05'],
    notified: ['2026-02-01 553AC/01 2.60'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a VRP declared beside at the published rate is not the caisse’s concern',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-02 511TG 0.79', '2026-02 553AC 1.95'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'a correction of 2025 lands between two sheets: January 2026 belongs to the next one',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-01 553AC 1.79', '2026-02 553AC 1.79'],
    notified: ['2025-05-01 553AC/01 1.70'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'December 2025 still belongs to the corrected sheet',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2025-12 553AC 1.88', '2026-01 553AC 1.79'],
    notified: ['2025-05-01 553AC/01 1.70'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a declared sheet does not end the reach of a correction',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88', '2025-09-01 DECLARED 553AC 1.88'],
    declared: ['2025-09 553AC 1.88'],
    notified: ['2025-06-01 553AC/01 1.70'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a correction of the rates of 2024 touches nothing declared since',
    onFile: [
      '2024-01-01 NOTIFIED 553AC/01 2.02',
      '2025-05-01 NOTIFIED 553AC/01 1.88',
      '2026-01-01 NOTIFIED 553AC/01 1.79',
    ],
    declared: ['2025-05 553AC 1.88', '2026-01 553AC 1.79'],
    notified: ['2024-01-01 553AC/01 1.99'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'a person entered another rate for that date and the caisse once overruled it',
    onFile: ['2026-02-01 ENTERED 553AC/01 1.79', '2026-02-01 NOTIFIED 553AC/01 1.95'],
    notified: ['2026-02-01 553AC/01 2.05'],
    says: 'TASK_RAISED CONTREDIT_SAISIE INCOHERENT',
  },
  {
    because: 'the rate comes back to what the person had entered',
    onFile: ['2026-02-01 ENTERED 553AC/01 1.79', '2026-02-01 NOTIFIED 553AC/01 1.95'],
    notified: ['2026-02-01 553AC/01 1.79'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'of two entries for one date the last one is what the person means',
    onFile: [
      '2026-02-01 ENTERED 553AC/01 1.79',
      '2026-02-01 ENTERED 553AC/01 1.85',
      '2026-02-01 NOTIFIED 553AC/01 1.95',
    ],
    notified: ['2026-02-01 553AC/01 1.85'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'what a person entered for another date is followed by a new rate, not contradicted',
    onFile: ['2026-01-01 ENTERED 553AC/01 1.79'],
    notified: ['2026-02-01 553AC/01 1.95'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
];

export interface GuardedSituation extends DossierInWords {
  readonly because: string;
  readonly notified: readonly string[];
  /** Guards that speak; empty = not held. */
  readonly guards: string;
}

/** Rule 16, each guard at its boundary. */
export const GUARDED: readonly GuardedSituation[] = [
  {
    because: '3.99 is not yet twice 2.00',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 3.99'],
    guards: '',
  },
  {
    because: '4.00 is twice 2.00',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 4.00'],
    guards: 'MULTIPLIE',
  },
  {
    because: '1.01 is more than half of 2.00',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 1.01'],
    guards: '',
  },
  {
    because: '1.00 is half of 2.00',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 1.00'],
    guards: 'DIVISE',
  },
  {
    because: '1.05 is not half of 2.09, whatever rounding would say',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.09'],
    notified: ['2026-01-01 553AC/01 1.05'],
    guards: '',
  },
  {
    because: 'a decimal point lost multiplies the rate by ten',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    notified: ['2026-01-01 553AC/01 18.40'],
    guards: 'MULTIPLIE',
  },
  {
    because: '30.00 is the ceiling itself',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 20.00'],
    notified: ['2026-01-01 452BE/01 30.00'],
    guards: '',
  },
  {
    because: '30.01 is above it',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 20.00'],
    notified: ['2026-01-01 452BE/01 30.01'],
    guards: 'AU_DESSUS_DU_PLAFOND',
  },
  {
    because: 'two guards may speak together',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 15.00'],
    notified: ['2026-01-01 452BE/01 31.00'],
    guards: 'MULTIPLIE,AU_DESSUS_DU_PLAFOND',
  },
  { because: 'fibre-ciment bears 99.00 in the table', notified: ['2026-01-01 266JB/01 99.00'], guards: '' },
  { because: 'the dockers bear 35.00 in the table', notified: ['2026-01-01 631AZ/01 35.00'], guards: '' },
  {
    because: 'a code that the table sets above 30 may move there',
    onFile: ['2025-05-01 NOTIFIED 631AZ/01 35.00'],
    notified: ['2026-01-01 631AZ/01 41.20'],
    guards: '',
  },
  {
    because: 'a rate of 0 is held, without asking for its ratio',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 0.00'],
    guards: 'TAUX_NUL',
  },
  {
    because: '0.49 is the floor of 2026 itself',
    onFile: ['2025-05-01 NOTIFIED 741GB/01 0.71'],
    notified: ['2026-01-01 741GB/01 0.49'],
    guards: '',
  },
  {
    because: '0.48 is below the floor of 2026',
    onFile: ['2025-05-01 NOTIFIED 741GB/01 0.71'],
    notified: ['2026-01-01 741GB/01 0.48'],
    guards: 'SOUS_LE_PLANCHER',
  },
  {
    because: '0.49 was below the floor of 2025, which holds from May',
    onFile: ['2024-01-01 NOTIFIED 741GB/01 0.66'],
    notified: ['2025-05-01 741GB/01 0.49'],
    guards: 'SOUS_LE_PLANCHER',
  },
  {
    because: 'in April 2025 the floor of 2024, 0.46, still held',
    onFile: ['2024-01-01 NOTIFIED 741GB/01 0.66'],
    notified: ['2025-04-01 741GB/01 0.49'],
    guards: '',
  },
  {
    because: 'no floor of 2021 is known to us: nothing is compared with a figure we would invent',
    onFile: ['2020-01-01 NOTIFIED 741GB/01 0.70'],
    notified: ['2021-01-01 741GB/01 0.40'],
    guards: '',
  },
  {
    because: 'the electricians’ code stands below the floor in the table itself',
    notified: ['2026-01-01 401ZE/01 0.16'],
    guards: '',
  },
  {
    because: 'fonctions supports know the same floor',
    onFile: ['2025-05-01 NOTIFIED 452BEB/01 0.71'],
    notified: ['2026-01-01 452BEB/01 0.48'],
    guards: 'SOUS_LE_PLANCHER',
  },
  {
    because: 'with nothing on file the national rate, 1.78, is the measure',
    notified: ['2026-01-01 553AC/01 3.56'],
    guards: 'MULTIPLIE',
  },
  { because: '3.55 is less than twice the national rate', notified: ['2026-01-01 553AC/01 3.55'], guards: '' },
  {
    because: 'the national rate is that of the day: 2.04 in 2024',
    notified: ['2024-01-01 553AC/01 1.02'],
    guards: 'DIVISE',
  },
  {
    because: 'an office rate is measured by that of fonctions supports, 0.64',
    notified: ['2026-01-01 602MGB/01 1.28'],
    guards: 'MULTIPLIE',
  },
  {
    because: 'that of the BTP is 0.71',
    notified: ['2026-01-01 452BEB/01 1.41'],
    guards: '',
  },
  {
    because: 'Alsace-Moselle has its own table: nothing to compare with',
    alsaceMoselle: true,
    notified: ['2026-01-01 553AC/01 9.90'],
    guards: '',
  },
  {
    because: 'an office of Alsace-Moselle is not compared either',
    alsaceMoselle: true,
    notified: ['2026-01-01 602MGB/01 1.90'],
    guards: '',
  },
  {
    because: 'what is on file is compared in Alsace-Moselle as everywhere',
    alsaceMoselle: true,
    onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'],
    notified: ['2026-01-01 553AC/01 4.00'],
    guards: 'MULTIPLIE',
  },
  {
    because: 'where the postcode is unknown the national rate still guards',
    alsaceMoselle: null,
    notified: ['2026-01-01 553AC/01 3.56'],
    guards: 'MULTIPLIE',
  },
  {
    because: 'a code without published rate has nothing to be compared with',
    notified: ['2026-01-01 752EC/01 9.90'],
    guards: '',
  },
  {
    because: 'another code takes the place of the only one on file, three times as high',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.80'],
    notified: ['2026-01-01 602MG/01 5.40'],
    guards: 'MULTIPLIE',
  },
  {
    because: 'of several on file none matches the new code: the national rate, 5.40, is the measure',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.80 + 513TC/01 2.60'],
    notified: ['2026-01-01 602MG/01 5.40'],
    guards: '',
  },
  {
    because: 'each of several rates is compared with its own',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 452BEB/01 0.60'],
    notified: ['2026-01-01 452BE/01 6.50', '2026-01-01 452BEB/01 1.20'],
    guards: 'MULTIPLIE',
  },
  {
    because: 'the same section is the match, not the same code',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 8.00 + 452BE/02 3.00'],
    notified: ['2026-01-01 452BE/01 4.50', '2026-01-01 452BE/02 5.50'],
    guards: '',
  },
  {
    because: 'the rate that holds on the day is the measure, not the latest one',
    onFile: ['2024-01-01 NOTIFIED 553AC/01 1.20', '2026-01-01 NOTIFIED 553AC/01 3.00'],
    notified: ['2025-05-01 553AC/01 1.40'],
    guards: '',
  },
  {
    because: 'the payroll of the month is running',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    running: ['2026-01'],
    notified: ['2026-01-01 553AC/01 1.91'],
    guards: 'PAIE_EN_COURS',
  },
  {
    because: 'the payroll of a later month would use this rate too',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    running: ['2026-03'],
    notified: ['2026-01-01 553AC/01 1.91'],
    guards: 'PAIE_EN_COURS',
  },
  {
    because: 'the payroll of the month before does not know this rate',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    running: ['2025-12'],
    notified: ['2026-01-01 553AC/01 1.91'],
    guards: '',
  },
  {
    because: 'a correction of 2025 changes nothing under the payroll of February 2026',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84', '2026-01-01 NOTIFIED 553AC/01 1.91'],
    running: ['2026-02'],
    notified: ['2025-05-01 553AC/01 1.80'],
    guards: '',
  },
  {
    because: 'a correction that ends with the year changes nothing under the payroll of January',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84', '2026-01-01 NOTIFIED 553AC/01 1.91'],
    running: ['2026-01'],
    notified: ['2025-05-01 553AC/01 1.80'],
    guards: '',
  },
  {
    because: 'a correction that holds in the first half of January does',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84', '2026-01-16 NOTIFIED 553AC/01 1.91'],
    running: ['2026-01'],
    notified: ['2025-05-01 553AC/01 1.80'],
    guards: 'PAIE_EN_COURS',
  },
  {
    because: 'a rate and the payroll may hold together',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.84'],
    running: ['2026-01'],
    notified: ['2026-01-01 553AC/01 4.10'],
    guards: 'MULTIPLIE,PAIE_EN_COURS',
  },
];

export interface Doubtful extends DossierInWords {
  readonly because: string;
  readonly notified: readonly string[];
  /** Words of the refused lines, gravest first; empty = trusted. */
  readonly doubts: readonly string[];
}

/** The QUARANTINED row of the table, and rules 5 and 20. */
export const DOUBTFUL: readonly Doubtful[] = [
  {
    because: 'the code exists only as the norm’s example',
    notified: ['2026-01-01 602MD/01 2.30'],
    doubts: ['CODE_HORS_RAT'],
  },
  {
    because: 'the code opens on 1 January 2026',
    notified: ['2025-12-31 454MC/01 2.10'],
    doubts: ['CODE_HORS_RAT'],
  },
  { because: 'its first day has come', notified: ['2026-01-01 454MC/01 2.10'], doubts: [] },
  {
    because: 'the office form of that code was closed at the end of 2021',
    notified: ['2022-01-01 703CBB/01 0.90'],
    doubts: ['CODE_HORS_RAT'],
  },
  { because: 'it was open on its last day', notified: ['2021-12-31 703CBB/01 0.90'], doubts: [] },
  {
    because: 'the code has no office form',
    notified: ['2026-01-01 454MCB/01 0.71'],
    doubts: ['CODE_HORS_RAT'],
  },
  {
    because: '999ZZ waits for a rate and bears none',
    notified: ['2026-01-01 999ZZ 2.10'],
    doubts: ['CODE_NON_NOTIFIABLE'],
  },
  {
    because: 'no Carsat notifies for the MSA',
    notified: ['2026-01-01 RA110 2.10'],
    doubts: ['CODE_NON_NOTIFIABLE'],
  },
  {
    because: 'in 1900 there was no such code',
    notified: ['1900-01-01 553AC/01 1.91'],
    doubts: ['CODE_HORS_RAT'],
  },
  {
    because: 'the date is two years and a day after the calculation',
    notified: ['2027-12-19 553AC/01 1.91 @2025-12-18'],
    doubts: ['DATE_HORS_LIMITES'],
  },
  {
    because: 'two years ahead to the day are still believed',
    notified: ['2027-12-18 553AC/01 1.91 @2025-12-18'],
    doubts: [],
  },
  {
    because: '2099 is a slip, even without a calculation to measure it by',
    notified: ['2099-01-01 553AC/01 1.91 @-'],
    doubts: ['DATE_HORS_LIMITES'],
  },
  {
    because: 'next year’s rate without calculation is believed before its table is known',
    notified: ['2027-01-01 553AC/01 1.91 @-'],
    doubts: [],
  },
  {
    because: 'a calculation dated after today is no fault',
    notified: ['2098-12-01 553AC/01 1.91 @2098-11-15'],
    doubts: [],
  },
  {
    because: 'one key bears two rates of one calculation: neither can be preferred',
    notified: ['2026-01-01 553AC/01 1.91', '2026-01-01 553AC/01 1.95'],
    doubts: ['TAUX_CONTRADICTOIRES', 'TAUX_CONTRADICTOIRES'],
  },
  {
    because: 'the same line twice contradicts nothing',
    notified: ['2026-01-01 553AC/01 1.91', '2026-01-01 553AC/01 1.91'],
    doubts: [],
  },
  {
    because: 'of two calculations of one key the later one counts',
    notified: ['2026-01-01 553AC/01 1.91 @2025-12-18', '2026-01-01 553AC/01 1.95 @2025-12-19'],
    doubts: [],
  },
  {
    because: 'two sections of one code contradict nothing',
    notified: ['2026-01-01 553AC/01 1.91', '2026-01-01 553AC/02 1.95'],
    doubts: [],
  },
  {
    because: 'what is on file for that date was calculated later',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79 @2025-12-20'],
    notified: ['2026-01-01 553AC/01 1.91 @2025-12-19'],
    doubts: ['DATE_CALCUL_ANTERIEURE'],
  },
  {
    because: 'the older layout’s bare date counts as midnight, hence before the morning',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79 @2025-12-18T08:00:00'],
    notified: ['2026-01-01 553AC/01 1.91 @2025-12-18'],
    doubts: ['DATE_CALCUL_ANTERIEURE'],
  },
  {
    because: 'an equal calculation is not an older one',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79 @2025-12-18'],
    notified: ['2026-01-01 553AC/01 1.91 @2025-12-18'],
    doubts: [],
  },
  {
    because: 'calculations are never compared across dates of effect',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79 @2025-12-20'],
    notified: ['2025-05-01 553AC/01 1.91 @2025-06-02'],
    doubts: [],
  },
  {
    because: 'a document that gives no calculation is not called older',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79 @2025-12-20'],
    notified: ['2026-01-01 553AC/01 1.91 @-'],
    doubts: [],
  },
  {
    because: 'one untrustworthy line keeps the trusted ones back',
    notified: ['2026-01-01 553AC/01 1.91', '2026-01-01 602MD/01 2.30'],
    doubts: ['CODE_HORS_RAT'],
  },
  {
    because: 'each line says all that is wrong with it, gravest first',
    notified: ['2028-01-01 602MD/01 2.30 @2025-12-18', '2026-01-01 RA110 2.10'],
    doubts: ['CODE_NON_NOTIFIABLE', 'CODE_HORS_RAT', 'DATE_HORS_LIMITES'],
  },
];

/** Rule 5 over several dates of effect. */
export const SEVERAL_DATES: readonly Situation[] = [
  {
    because: 'both years open and follow each other',
    notified: ['2025-05-01 553AC/01 1.88', '2026-01-01 553AC/01 1.79'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the second date confirms the first, which is on file for it',
    notified: ['2025-05-01 553AC/01 1.88', '2026-01-01 553AC/01 1.88'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'both dates are confirmed',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88'],
    notified: ['2025-05-01 553AC/01 1.88', '2026-01-01 553AC/01 1.88'],
    says: 'UNCHANGED CONFIRME',
  },
  {
    because: 'one date with two keys asks a person for the whole document',
    notified: ['2025-05-01 452BE/01 6.35', '2026-01-01 452BE/01 6.50', '2026-01-01 452BEB/01 0.71'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
  },
  {
    because: 'two keys on two dates are one rate a date: several rates means on one date',
    notified: ['2025-05-01 553AC/01 1.88', '2026-01-01 513TC/01 2.31'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'a guard on one date holds the other',
    onFile: ['2024-01-01 NOTIFIED 553AC/01 2.02'],
    notified: ['2025-05-01 553AC/01 1.88', '2026-01-01 553AC/01 18.80'],
    says: 'HELD GARDE',
  },
  {
    because: 'held comes before asked',
    onFile: ['2024-01-01 NOTIFIED 452BE/01 6.35'],
    notified: ['2025-05-01 452BE/01 13.00', '2026-01-01 452BE/01 6.50', '2026-01-01 452BEB/01 0.71'],
    says: 'HELD GARDE',
  },
  {
    because: 'the strongest reason speaks, whichever its date',
    onFile: ['2026-01-01 NOTIFIED 452BE/01 6.35'],
    declared: ['2026-02 452BE 6.35'],
    notified: ['2026-02-01 452BE/01 6.50', '2026-04-01 452BE/01 6.55', '2026-04-01 452BEB/01 0.71'],
    says: 'TASK_RAISED CONTREDIT_DECLARE INCOHERENT',
  },
  {
    because: 'a sheet on file between two dates ends the reach of the first',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.88', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-01 553AC 1.79'],
    notified: ['2025-05-01 553AC/01 1.70', '2026-02-01 553AC/01 1.85'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
  {
    because: 'the months of the second date are not compared with the first',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-02 553AC 1.85', '2026-03 553AC 1.90'],
    notified: ['2026-02-01 553AC/01 1.85', '2026-03-01 553AC/01 1.90'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
  },
];

export interface RecordedSheet extends DossierInWords {
  readonly because: string;
  readonly notified: readonly string[];
  readonly says: string;
  /** The whole sheet to record. */
  readonly sheet: readonly string[];
}

/** Rule 6: what counts as being on file, and what is carried over beside it. */
export const CARRIED_OVER: readonly RecordedSheet[] = [
  {
    because: 'the MSA’s profile is neither counted nor ended',
    onFile: ['2025-11-01 DECLARED 553AC 1.84 + RA110 3.10'],
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['RA110 3.10', '553AC/01 1.91'],
  },
  {
    because: 'beside the MSA’s profile a rate is confirmed',
    onFile: ['2025-11-01 DECLARED 553AC 1.84 + RA110 3.10'],
    notified: ['2026-01-01 553AC/01 1.84'],
    says: 'UNCHANGED CONFIRME',
    sheet: ['RA110 3.10', '553AC/01 1.84'],
  },
  {
    because: '999ZZ ends with the first notice and compares with nothing',
    onFile: ['2025-11-01 ENTERED 999ZZ 0.00'],
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['553AC/01 1.91'],
  },
  {
    because: 'the VRP’s published rate is carried at its figure of the day',
    onFile: ['2025-05-01 ENTERED 553AC/01 1.84 + 511TG 1.07'],
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['553AC/01 1.91', '511TG 0.79'],
  },
  {
    because: 'the electricians of regime 147 are carried as they are',
    onFile: ['2025-05-01 ENTERED 553AC/01 1.84 + 401ZE 0.16'],
    notified: ['2026-01-01 553AC/01 1.91'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['553AC/01 1.91', '401ZE 0.16'],
  },
  {
    because: 'a published code that the caisse does name is confirmed, not doubled',
    onFile: ['2026-01-01 PUBLISHED 511TH 0.73'],
    notified: ['2026-01-01 511TH/01 0.73'],
    says: 'UNCHANGED CONFIRME',
    sheet: ['511TH/01 0.73'],
  },
  {
    because: 'regime 147 named by the caisse replaces its own former rate',
    onFile: ['2025-05-01 NOTIFIED 401ZE/01 0.15'],
    notified: ['2026-01-01 401ZE/01 0.16'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['401ZE/01 0.16'],
  },
  {
    because: 'a section that changes leaves nobody on the old one',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35'],
    notified: ['2026-01-01 452BE/02 6.60'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['452BE/02 6.60'],
  },
  {
    because: 'an office witness that appears replaces the profile on file',
    onFile: ['2025-05-01 NOTIFIED 602MGB/01 0.66'],
    notified: ['2026-01-01 602MG/01 0.69'],
    says: 'AUTO_UPDATED TAUX_UNIQUE',
    sheet: ['602MG/01 0.69'],
  },
  {
    because: 'the highest rate is profile 1 whatever the order of the lines',
    notified: ['2026-01-01 452BEB/01 0.71', '2026-01-01 602MG/02 5.27', '2026-01-01 452BE/01 6.35'],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
    sheet: ['452BE/01 6.35', '602MG/02 5.27', '452BEB/01 0.71'],
  },
  {
    because: 'several calculations: for each key its latest one, and the group is the whole sheet',
    onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 513TC/01 2.60'],
    notified: [
      '2026-01-01 452BE/01 6.40 @2025-12-18',
      '2026-01-01 452BEB/01 0.71 @2025-12-18',
      '2026-01-01 452BE/01 6.60 @2026-01-20',
    ],
    says: 'TASK_RAISED PLUSIEURS_TAUX SEVERAL_RATES',
    sheet: ['452BE/01 6.60', '452BEB/01 0.71'],
  },
];
