/** A typed sheet in the words of the trade: `452BE 3.10, 452BEB 0.71`. */
export interface WarningCase {
  readonly situation: string;
  readonly typed: string;
  readonly on?: string;
  readonly headcount?: string;
  readonly postcode?: string;
  readonly createdOn?: string;
  readonly onFile?: string;
  /** `field RULE level article`, one per warning. */
  readonly said: readonly string[];
  /** Part of the first sentence. */
  readonly sentence?: string;
}

const LYON = '69003';
const METZ = '57000';
const TABLE = 'Arrêté du 30 décembre 2025';

/** National rates on 1 January 2026: 553AC 1.32, 452BE 2.66, 158CD 2.12; fonctions supports BTP 0.71, others 0.64. */
export const WARNING_CASES: readonly WarningCase[] = [
  {
    situation: 'the published rate of a firm of 12 in Lyon',
    typed: '158CD 2.12',
    headcount: '12',
    postcode: LYON,
    said: [],
  },
  {
    situation: 'another rate in a firm of 60: mixed, so nothing to say',
    typed: '158CD 2.40',
    headcount: '60',
    postcode: LYON,
    said: [],
  },
  {
    situation: 'a comma one place too far',
    typed: '158CD 21.2',
    headcount: '60',
    postcode: LYON,
    said: [`rate VIRGULE REASON ${TABLE}`],
    sentence: 'vouliez-vous écrire 2,12 % ?',
  },
  {
    situation: 'a comma one place too early',
    typed: '158CD 0.21',
    headcount: '60',
    postcode: LYON,
    said: [`rate VIRGULE REASON ${TABLE}`],
    sentence: '10 fois moins que le taux national',
  },
  {
    situation: 'a firm of 12 in Lyon whose rate is not the published one',
    typed: '158CD 2.40',
    headcount: '12',
    postcode: LYON,
    said: ['rate TAUX_COLLECTIF_AUTRE REASON CSS D. 242-6-2'],
    sentence: 'Le taux publié du code 158CD au 1er janvier 2026 est 2,12 %, et non 2,40 %.',
  },
  {
    situation: 'a firm of 400 whose establishment is of 2024',
    typed: '158CD 2.40',
    headcount: '400',
    postcode: LYON,
    createdOn: '2024-06-15',
    said: ['rate ETABLISSEMENT_NOUVEAU REASON CSS D. 242-6-17'],
  },
  { situation: 'an unknown headcount and an unknown place', typed: '158CD 2.40', said: [] },
  {
    situation: 'Metz: its rates are its own',
    typed: '158CD 2.40',
    headcount: '12',
    postcode: METZ,
    said: ['rate ALSACE_MOSELLE NOTE CSS D. 242-30'],
  },
  {
    situation: 'Metz with the national rate',
    typed: '158CD 2.12',
    headcount: '12',
    postcode: METZ,
    said: ['rate TABLEAU_NATIONAL_EN_ALSACE_MOSELLE REASON CSS D. 242-30'],
  },
  {
    situation: '999ZZ for a newcomer',
    typed: '999ZZ 0',
    said: ['codeRisque EN_ATTENTE NOTE DSN S21.G00.40.043, SIG-11'],
  },
  {
    situation: '999ZZ where a rate is known',
    typed: '999ZZ 0',
    onFile: '2025-05-01 NOTIFIED 158CD 2.11',
    said: ['codeRisque ATTENTE_MALGRE_UN_TAUX REASON DSN S21.G00.40.043, SIG-11'],
    sentence: '158CD à 2,11 % depuis le 1er mai 2025',
  },
  {
    situation: '999ZZ where a DSN alone has said a rate',
    typed: '999ZZ 0',
    onFile: '2025-05-01 DECLARED 158CD 2.11',
    said: ['codeRisque EN_ATTENTE NOTE DSN S21.G00.40.043, SIG-11'],
  },
  {
    situation: 'the office rate of a builder of 60',
    typed: '452BE 3.10, 452BEB 0.71',
    headcount: '60',
    postcode: LYON,
    said: [],
  },
  {
    situation: 'an office rate that is not the published one',
    typed: '452BE 3.10, 452BEB 0.80',
    headcount: '60',
    postcode: LYON,
    said: [`rate TAUX_SUPPORTS_AUTRE REASON ${TABLE}`],
  },
  {
    situation: 'the office rate of a firm of 150',
    typed: '452BE 3.10, 452BEB 0.71',
    headcount: '150',
    postcode: LYON,
    said: ['office SUPPORTS_EN_TAUX_INDIVIDUEL REASON CSS D. 242-6-2'],
    sentence: 'effectif retenu : 150',
  },
  {
    situation: 'an office rate that is no lower than its base',
    typed: '452BE 0.71, 452BEB 0.71',
    headcount: '400',
    postcode: LYON,
    createdOn: '2010-01-01',
    said: [`rate VIRGULE REASON ${TABLE}`, 'office SUPPORTS_EN_TAUX_INDIVIDUEL REASON CSS D. 242-6-2'],
  },
  {
    situation: 'no lower than its base, in mixed mode',
    typed: '452BE 0.71, 452BEB 0.71',
    headcount: '60',
    postcode: LYON,
    said: [
      `rate VIRGULE REASON ${TABLE}`,
      'office SUPPORTS_PAS_PLUS_BAS REASON conditions du taux « fonctions supports »',
    ],
  },
  {
    situation: '511TH at its single rate',
    typed: '511TH 0.73',
    said: ['codeRisque SANS_ETABLISSEMENT_EN_FRANCE NOTE CSS D. 242-6-22'],
  },
  {
    situation: '511TH at another rate',
    typed: '511TH 0.80',
    headcount: '60',
    postcode: LYON,
    said: [
      'codeRisque SANS_ETABLISSEMENT_EN_FRANCE NOTE CSS D. 242-6-22',
      'rate TAUX_UNIQUE_PUBLIE REASON CSS D. 242-6-22',
    ],
  },
  {
    situation: 'a rate of nothing',
    typed: '158CD 0',
    headcount: '60',
    postcode: LYON,
    said: [`rate TAUX_NUL REASON ${TABLE}`],
  },
  { situation: 'the 99 % that is genuine', typed: '266JB 99.00', headcount: '60', postcode: LYON, said: [] },
  {
    situation: 'above the ceiling in Metz, where nothing is compared',
    typed: '158CD 31.00',
    headcount: '200',
    postcode: METZ,
    said: [`rate AU_DESSUS_DU_PLAFOND REASON ${TABLE}`],
  },
  {
    situation: 'below the floor of the year',
    typed: '158CD 0.48',
    headcount: '200',
    postcode: METZ,
    said: [`rate SOUS_LE_PLANCHER REASON ${TABLE}`],
  },
  {
    situation: 'the rate of 2025 typed for 2025',
    typed: '511TH 0.76',
    on: '2025-06-01',
    said: ['codeRisque SANS_ETABLISSEMENT_EN_FRANCE NOTE CSS D. 242-6-22'],
  },
];
