import { keyText, type RateProfile } from '../rates/profile';
import type { Reference } from '../reference/reference';
import { frenchDate, type LocalDate } from '../values/local-date';
import { frenchRate, parseRate, rateOfHundredths, type Rate } from '../values/rate';
import { AWAITING_NOTICE, dsnCode, parseRiskCode, type CodeAndOffice } from '../values/risk-code';
import { accepted, refused, type Result } from '../values/result';
import type { ProfileAnswer } from './answers';
import type { FieldFault } from './graph';

/** A rate of 100 % and more of the wages is a forgotten comma; 266JB, the highest there is, stands at 99.00. */
const HIGHEST = rateOfHundredths(100_00);
/** 999ZZ forbids a rate (rule SIG-11): its profile is kept with none, which the ledger writes 0. */
const NO_RATE = rateOfHundredths(0);
/** As in the feeds. */
const SECTION = /^[\p{L}\p{N} ./_-]{1,10}$/u;

export interface ReadProfile {
  /** Null while something is wrong with it. */
  readonly profile: RateProfile | null;
  readonly faults: readonly FieldFault[];
}

/** One typed profile, held against the tables of the day it takes effect. `path` names it in the faults: `profiles[0].`. */
export function readProfile(answer: ProfileAnswer, path: string, on: LocalDate, reference: Reference): ReadProfile {
  const faults: FieldFault[] = [];
  const take = <T>(name: string, read: Result<T>): T | null => {
    if (read.ok) return read.value;
    faults.push({ field: `${path}${name}`, ...read.refusal });
    return null;
  };
  const key = take('codeRisque', readCode(answer, on, reference));
  const national = key === null ? null : reference.nationalRate(key.code, key.office, on);
  const rate = take('rate', readRate(answer.rate, key?.code === AWAITING_NOTICE, national));
  const section = take('section', readSection(answer.section));
  if (key === null || rate === null || faults.length > 0) return { profile: null, faults };
  return { profile: { ...key, section, rate }, faults };
}

/** Why a code cannot be used on a day, in a sentence; null when it can. */
export function codeFault({ code, office }: CodeAndOffice, on: LocalDate, reference: Reference): string | null {
  const standing = reference.codeStanding(code, office, on);
  const named = `Le code ${dsnCode(code, office)}`;
  switch (standing) {
    case 'known':
      return null;
    case 'unknown':
      return `${named} n’est pas dans la table des codes risque${nearest(code, on, reference)}.`;
    case 'not-yet':
      return `${named} n’est pas encore ouvert au ${frenchDate(on)} : vérifiez le code ou la date d’effet.`;
    case 'closed':
      return `${named} est fermé au ${frenchDate(on)} : reprenez celui de la notification.`;
    case 'no-office-form':
      return `Le code ${code} n’a pas de forme « fonctions supports » (suffixe B) au ${frenchDate(on)} : ôtez-la.`;
  }
}

/** Profile by profile, what is wrong with its place among those before it. */
export function placeFault(profile: RateProfile, before: readonly RateProfile[]): Omit<FieldFault, 'field'> | null {
  const twin = before.findIndex((other) => keyText(other) === keyText(profile));
  if (twin >= 0) {
    const message = `Le profil ${twin + 1} a déjà ce code et cette section : donnez les sections, ou gardez un seul des deux.`;
    return { code: 'PROFIL_EN_DOUBLE', message };
  }
  if ([...before, profile].length > 1 && [...before, profile].some(({ code }) => code === AWAITING_NOTICE)) {
    return { code: 'ATTENTE_SEULE', message: '999ZZ (en attente de notification) ne va avec aucun autre taux.' };
  }
  const last = before.at(-1);
  if (last === undefined || last.rate >= profile.rate) return null;
  const message = `${frenchRate(profile.rate)} dépasse le profil précédent (${frenchRate(last.rate)}) : commencez par le taux le plus élevé.`;
  return { code: 'ORDRE_DES_TAUX', message };
}

export const profileShown = ({ code, office, section, rate }: RateProfile): string => {
  const place = section === null ? '' : `, section ${section}`;
  return code === AWAITING_NOTICE
    ? `${code}, en attente de notification`
    : `${dsnCode(code, office)}${place} : ${frenchRate(rate)}`;
};

/** What the Journal officiel calls a typed code; null while it cannot be read or has no label. */
export function codeLabel(text: string | null, reference: Reference): string | null {
  const parsed = text === null ? null : parseRiskCode(text);
  if (parsed?.ok !== true) return null;
  const label = reference.label(parsed.value.code)?.replace(/\.\s*$/, '') ?? null;
  return label === null || !parsed.value.office ? label : `Fonctions supports · ${label}`;
}

function readCode(answer: ProfileAnswer, on: LocalDate, reference: Reference): Result<CodeAndOffice> {
  if (answer.codeRisque === null)
    return refused('CODE_ABSENT', 'Le code risque est obligatoire : reprenez celui de la notification.');
  const parsed = parseRiskCode(answer.codeRisque);
  if (!parsed.ok) return parsed;
  const key = { code: parsed.value.code, office: parsed.value.office || answer.office };
  const fault = codeFault(key, on, reference);
  return fault === null ? accepted(key) : refused('CODE_HORS_TABLE', fault);
}

function readRate(text: string | null, awaiting: boolean, national: Rate | null): Result<Rate> {
  if (awaiting) {
    if (text === null) return accepted(NO_RATE);
    return refused('TAUX_INTERDIT', 'Le code 999ZZ (en attente de notification) interdit tout taux : ôtez-le.');
  }
  if (text === null) return refused('TAUX_ABSENT', 'Le taux est obligatoire, avec deux décimales, par exemple 1,78.');
  const rate = parseRate(text);
  if (!rate.ok) return refused(rate.refusal.code, `${rate.refusal.message}${meant(text, national)}`);
  if (rate.value < HIGHEST) return rate;
  return refused('TAUX_TROP_GRAND', `${frenchRate(rate.value)} : un taux AT/MP reste au-dessous de 100 %.`);
}

const NO_COMMA = /^\d{2,4}$/;
const SHARE = /^0[.,](\d{3,4})$/;

/** 264 and 0,0264 are 2,64 badly written: said when the published rate of the code is near. */
function meant(text: string, national: Rate | null): string {
  const typed = text.trim();
  const share = SHARE.exec(typed)?.[1];
  if (national === null || (share === undefined && !NO_COMMA.test(typed))) return '';
  const rate = rateOfHundredths(Number(share === undefined ? typed : share.padEnd(4, '0')));
  if (rate >= national * 2 || rate * 2 <= national) return '';
  return ` Vouliez-vous écrire ${frenchRate(rate)}, proche du taux national (${frenchRate(national)})\u00a0?`;
}

function readSection(text: string | null): Result<string | null> {
  if (text === null || SECTION.test(text)) return accepted(text);
  return refused('SECTION_ILLISIBLE', 'La section compte dix lettres ou chiffres au plus, par exemple 01.');
}

function nearest(code: string, on: LocalDate, reference: Reference): string {
  const close = reference.nearestCodes(code, on).map((one) => named(one.code, one.label));
  return close.length === 0 ? ' : vérifiez-le' : ` (codes proches : ${close.join(' ; ')})`;
}

const LONGEST_LABEL = 48;

/** `553AC, Commerce de détail…`: enough of the label to tell one code from its neighbour. */
function named(code: string, label: string | null): string {
  if (label === null) return code;
  const whole = label.replace(/\.\s*$/, '');
  return `${code}, ${whole.length <= LONGEST_LABEL ? whole : `${whole.slice(0, LONGEST_LABEL).replace(/\s+\S*$/, '')}…`}`;
}
