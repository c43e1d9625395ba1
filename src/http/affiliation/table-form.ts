import type { Placement } from '#domain/affiliation/judge-placements';
import type { ProfilePick } from '#domain/journey/affiliation-board';
import { storable } from '#domain/values/words';
import { fieldText } from './board-form';

/** The longest table that a form carries: the rows allowed, generously. */
const LONGEST = 900_000;
const PLACEMENT = /^([^/]+)\/([^/]+)=([1-9]\d?)$/;

/** A table as it was pasted; beyond a form's size it is cut, and then judged as it is. */
export function pastedOf(body: unknown): string {
  const text = longText(body, 'tableau');
  return text.slice(0, LONGEST);
}

/** Rows that were accepted, carried through the page that showed them; each is checked again when applied. */
export const placementText = (placements: readonly Placement[]): string =>
  placements.map(({ contract, rank }) => `${fieldText(contract)}=${String(rank)}`).join(' ');

export const placementsOf = (body: unknown): readonly ProfilePick[] =>
  longText(body, 'lignes')
    .slice(0, LONGEST)
    .split(' ')
    .flatMap((text) => pickFrom(text) ?? []);

function pickFrom(text: string): ProfilePick | null {
  const [, matricule = '', number = '', rank = ''] = PLACEMENT.exec(text) ?? [];
  if (rank === '') return null;
  try {
    return { matricule: decodeURIComponent(matricule), number: decodeURIComponent(number), rank: Number(rank) };
  } catch {
    return null;
  }
}

function longText(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return '';
  const value = (body as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? storable(value) : '';
}
