import { isStrong } from '../rates/sheet';
import { frenchHeadcount, headcountOfHundredths } from '../tariff/headcount';
import { frenchDate } from '../values/local-date';
import { frenchRate, rateOfHundredths, type Rate } from '../values/rate';
import { AWAITING_NOTICE, dsnCode } from '../values/risk-code';
import type { TypedProfile } from './warning-rule';

/** An individual rate may lie far from the published one; from four times on, a comma is more likely misplaced. */
const FAR = 4;
const LARGE_FIRM = headcountOfHundredths(150_00);
const TEN = 10;

export const isAwaiting = ({ profile }: TypedProfile): boolean => profile.code === AWAITING_NOTICE;
export const named = ({ profile: { code, office } }: TypedProfile): string => dsnCode(code, office);
/** Not the published rate of its code, where there is one that can be compared. */
export const isOther = ({ profile, national }: TypedProfile): boolean => national !== null && profile.rate !== national;
export const own = ({ profile }: TypedProfile): string => frenchRate(profile.rate);
export const published = ({ national }: TypedProfile): string => (national === null ? 'inconnu' : frenchRate(national));

export function awaitingDespiteRate(typed: TypedProfile): string | null {
  const known = typed.onFile?.profiles.find(({ code }) => code !== AWAITING_NOTICE);
  if (!isAwaiting(typed) || typed.onFile === null || !isStrong(typed.onFile.source) || known === undefined) return null;
  const { effectiveFrom } = typed.onFile;
  return `999ZZ attend la première notification, or un taux est déjà connu : ${dsnCode(known.code, known.office)} à ${frenchRate(known.rate)} depuis le ${frenchDate(effectiveFrom)}. Dans l’attente d’un nouveau taux, on paie au dernier connu.`;
}

export function misplacedComma(typed: TypedProfile): string | null {
  const { profile, national } = typed;
  if (national === null || national === 0 || profile.rate === 0) return null;
  const [far, word] =
    profile.rate >= national * FAR ? [profile.rate / national, 'fois'] : [national / profile.rate, 'fois moins que'];
  if (far < FAR) return null;
  const meant = nearestByTens(profile.rate, national);
  const ratio = `${String(Math.round(far))} ${word}`;
  const question = meant === null ? 'la virgule est-elle bien placée' : `vouliez-vous écrire ${frenchRate(meant)}`;
  return `${own(typed)} est ${ratio} le taux national du code ${named(typed)} au ${frenchDate(typed.on)} (${frenchRate(national)}) : ${question}\u00a0?`;
}

/** The typed figure with its comma one or two places further, when that comes near the published rate. */
function nearestByTens(rate: Rate, national: Rate): Rate | null {
  const candidates = [rate / TEN, rate / (TEN * TEN), rate * TEN, rate * TEN * TEN];
  const near = candidates.find((one) => Number.isInteger(one) && one < national * 2 && one * 2 > national);
  return near === undefined ? null : rateOfHundredths(near);
}

export function belowFloor(typed: TypedProfile): string | null {
  const { profile, on, reference, national } = typed;
  const floor = reference.floor(on);
  if (floor === null || profile.rate >= floor || isAwaiting(typed)) return null;
  if (national !== null && national < floor) return null;
  return `${own(typed)} est plus bas que le plus petit taux de l’année (${frenchRate(floor)}) : relisez la notification.`;
}

/** Collective because it is young, not because the firm is small (D. 242-6-17). */
export const isNew = ({ mode }: TypedProfile): boolean =>
  mode.mode === 'COLLECTIVE' && mode.article === 'CSS D. 242-6-17';

export function collectiveSentence(typed: TypedProfile): string | null {
  const { mode, alsaceMoselle, profile, reference, on } = typed;
  if (mode.mode !== 'COLLECTIVE' || alsaceMoselle !== false || profile.office || !isOther(typed)) return null;
  if (reference.isPublishedOnly(profile.code)) return null;
  return `${mode.because} Le taux publié du code ${named(typed)} au ${frenchDate(on)} est ${published(typed)}, et non ${own(typed)}.`;
}

export function copiedFromNationalTable({ alsaceMoselle, profile, mode, reference, on }: TypedProfile): string | null {
  if (alsaceMoselle !== true || mode.mode === 'INDIVIDUAL') return null;
  if (reference.nationalRate(profile.code, profile.office, on) !== profile.rate) return null;
  return `${frenchRate(profile.rate)} est le taux du tableau national, qui ne vaut pas en Alsace-Moselle : reprenez celui de la notification.`;
}

export function officeInLargeFirm({ profile, mode, headcount }: TypedProfile): string | null {
  const isLarge = headcount !== null && headcount >= LARGE_FIRM;
  if (!profile.office || !(mode.mode === 'INDIVIDUAL' || (mode.mode === 'UNKNOWN' && isLarge))) return null;
  const staff = headcount === null ? '' : ` (effectif retenu : ${frenchHeadcount(headcount)})`;
  return `Le taux « fonctions supports » n’existe qu’en taux collectif ou mixte, et l’entreprise est en taux individuel${staff}.`;
}

export function noLowerThanBase({ profile, sheet, reference, on, alsaceMoselle }: TypedProfile): string | null {
  if (!profile.office) return null;
  const beside = sheet.find(({ code, office }) => code === profile.code && !office)?.rate;
  const base = beside ?? (alsaceMoselle === true ? null : reference.nationalRate(profile.code, false, on));
  if (base === null || profile.rate < base) return null;
  return `Le taux « fonctions supports » est accordé quand il est plus bas que le taux de base : ${frenchRate(profile.rate)} ne l’est pas (base : ${frenchRate(base)}).`;
}
