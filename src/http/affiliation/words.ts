import type { Seat } from '#domain/journey/affiliation-board';
import type { KnownContract } from '#domain/journey/board-view';
import { profileShown } from '#domain/journey/profile-answer';
import type { Origin } from '#domain/affiliation/profile-of';
import type { RateProfile } from '#domain/rates/profile';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { frenchNumber } from '../views/words';

const GAP = '\u00a0';

export const employees = (count: number): string => `${frenchNumber(count)}${GAP}${count > 1 ? 'salariés' : 'salarié'}`;

/** `Profil 1 – 452BE : 6,12 %`. */
export const rankedProfile = (profile: RateProfile, rank: number): string =>
  `Profil${GAP}${String(rank)} – ${profileShown(profile)}`;

/** `Le Goff Anne`; the matricule while no name is known. */
export const personOf = ({ lastName, firstName, matricule }: KnownContract): string => {
  const name = [lastName, firstName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? `Matricule ${matricule}` : name;
};

export function contractDates({ startedOn, endedOn }: KnownContract): string {
  if (endedOn === null) return `depuis le ${frenchDate(startedOn)}`;
  return `du ${frenchDate(startedOn)} au ${frenchDate(endedOn)}`;
}

export function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'SAID':
      return 'comme jusqu’ici';
    case 'DECLARED':
      return `d’après la DSN de ${frenchPeriod(origin.period)}`;
    case 'ONLY_ONE':
      return 'seul taux de son régime';
  }
}

/** Said beside a choice that is still the suggested one. */
export const suggestionWords = ({ suggestion, rank }: Seat): string | null =>
  suggestion !== null && suggestion.rank === rank ? originWords(suggestion.origin) : null;

/** Where the affiliation stands, in the words that the page's script uses too: `{n}` and `{profils}` are filled in. */
export const STANDING = {
  complete: 'Chaque salarié a un profil, et chaque profil a au moins un salarié.',
  unplacedOne: 'Un salarié n’a pas de profil.',
  unplacedMany: `{n}${GAP}salariés n’ont pas de profil.`,
  vacantOne: 'Le profil {profils} n’a aucun salarié.',
  vacantMany: 'Les profils {profils} n’ont aucun salarié.',
} as const;

interface Standing {
  readonly unplaced: number;
  readonly vacant: readonly number[];
}

export function standingWords({ unplaced, vacant }: Standing): string {
  const sentences: string[] = [];
  if (unplaced === 1) sentences.push(STANDING.unplacedOne);
  if (unplaced > 1) sentences.push(STANDING.unplacedMany.replace('{n}', frenchNumber(unplaced)));
  const words = vacant.length === 1 ? STANDING.vacantOne : STANDING.vacantMany;
  if (vacant.length > 0) sentences.push(words.replace('{profils}', vacant.join(', ')));
  return sentences.length === 0 ? STANDING.complete : sentences.join(' ');
}
