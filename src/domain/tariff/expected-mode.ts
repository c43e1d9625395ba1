import { isAlsaceMoselle } from '#domain/reference/places';
import { isPublishedOnly } from '#domain/reference/risk-code-table';
import type { LocalDate } from '#domain/values/local-date';
import { AWAITING_NOTICE, isAgricultural, type RiskCode } from '#domain/values/risk-code';
import { frenchHeadcount, type Headcount } from './headcount';
import { BANDS, modeByHeadcount, type TariffMode, type TariffZone } from './zone';

export interface TariffFacts {
  /** Of the company, as retained for the tariff of the year asked about; null when not known. */
  readonly headcount: Headcount | null;
  readonly postcode: string | null;
  /** Whether the establishment's risk is of CTN B; null when its code is not known. */
  readonly btp: boolean | null;
  /** Of the establishment. */
  readonly createdOn: LocalDate | null;
  readonly codes: readonly RiskCode[];
}

export interface ExpectedMode {
  readonly mode: TariffMode | 'UNKNOWN';
  /** The article that decides, or that would if the missing fact were known. */
  readonly article: string;
  /** One French sentence. */
  readonly because: string;
}

/** D. 242-6-17 counts the year of creation and the two that follow. */
const YEARS_AFTER_CREATION = 2;

const NAMES: Readonly<Record<TariffMode, string>> = {
  COLLECTIVE: 'collectif',
  MIXED: 'mixte',
  INDIVIDUAL: 'individuel',
};

/**
 * How the establishment's rate is made on that day, general regime. What is not known stays UNKNOWN unless every answer
 * would lead to the same mode: 12 employees are collective in any zone. Guidance, not legal advice.
 */
export function expectedMode(facts: TariffFacts, on: LocalDate): ExpectedMode {
  return byCategory(facts.codes) ?? byAge(facts.createdOn, on) ?? byHeadcount(facts);
}

function byCategory(codes: readonly RiskCode[]): ExpectedMode | null {
  const declared = codes.filter((code) => code !== AWAITING_NOTICE);
  if (declared.length === 0) return null;
  if (declared.every(isAgricultural)) {
    const because = 'L’établissement relève de la MSA, dont la tarification est distincte : voyez votre caisse de MSA.';
    return { mode: 'UNKNOWN', article: 'régime agricole (MSA)', because };
  }
  if (!declared.every(isPublishedOnly)) return null;
  const because = `Le code ${declared.join(', ')} prend toujours le taux collectif publié, sans notification.`;
  return { mode: 'COLLECTIVE', article: 'CSS D. 242-6-22', because };
}

function byAge(createdOn: LocalDate | null, on: LocalDate): ExpectedMode | null {
  if (createdOn === null) return null;
  const lastYear = Number(createdOn.slice(0, 4)) + YEARS_AFTER_CREATION;
  if (Number(on.slice(0, 4)) > lastYear) return null;
  const because = `L’établissement, créé en ${createdOn.slice(0, 4)}, est nouveau jusqu’à fin ${lastYear} : taux collectif quel que soit l’effectif.`;
  return { mode: 'COLLECTIVE', article: 'CSS D. 242-6-17', because };
}

function byHeadcount({ headcount, postcode, btp }: TariffFacts): ExpectedMode {
  const zones = possibleZones(isAlsaceMoselle(postcode), btp);
  const article = [...new Set(zones.map((zone) => BANDS[zone].article))].join(' et ');
  if (headcount === null) {
    const because =
      'L’effectif retenu de l’entreprise n’est pas connu : indiquez-le pour connaître le mode de tarification.';
    return { mode: 'UNKNOWN', article, because };
  }
  const staff = frenchHeadcount(headcount);
  const [mode, ...others] = new Set(zones.map((zone) => modeByHeadcount(headcount, zone)));
  if (mode === undefined || others.length > 0) {
    const missing = isAlsaceMoselle(postcode) === null ? 'du code postal' : 'de l’appartenance au BTP';
    const because = `Avec un effectif de ${staff}, le mode dépend ${missing}, qui n’est pas connu : indiquez-le.`;
    return { mode: 'UNKNOWN', article, because };
  }
  const because = `L’effectif retenu de ${staff} donne un taux ${NAMES[mode]} ${zones.map(spanOf(mode)).join(' comme ')}.`;
  return { mode, article, because };
}

function possibleZones(alsaceMoselle: boolean | null, btp: boolean | null): TariffZone[] {
  const local: TariffZone[] = [];
  if (btp !== true) local.push('ALSACE_MOSELLE');
  if (btp !== false) local.push('ALSACE_MOSELLE_BTP');
  if (alsaceMoselle === null) return ['ELSEWHERE', ...local];
  return alsaceMoselle ? local : ['ELSEWHERE'];
}

/** « hors Alsace-Moselle (de 20 à moins de 150) » */
function spanOf(mode: TariffMode): (zone: TariffZone) => string {
  return (zone) => {
    const { mixedFrom, individualFrom, place } = BANDS[zone];
    const low = frenchHeadcount(mixedFrom);
    const high = frenchHeadcount(individualFrom);
    if (mode === 'COLLECTIVE') return `${place} (moins de ${low})`;
    return mode === 'MIXED' ? `${place} (de ${low} à moins de ${high})` : `${place} (${high} et plus)`;
  };
}
