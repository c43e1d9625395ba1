import { contractText, type ContractName } from '#domain/affiliation/contract';
import type { BulkChoice, ProfilePick } from '#domain/journey/affiliation-board';
import type { BoardFilter } from '#domain/journey/board-view';
import { textOf, textsOf } from '../page/fields';

/** Which part of the list a page shows; all of it stands in the address. */
export interface BoardPlace extends BoardFilter {
  /** From 1. */
  readonly page: number;
}

export const FIRST_PAGE: BoardPlace = { search: '', profile: null, page: 1 };

const LONGEST_SEARCH = 100;
const PICK = 'p/';
const MOST_PROFILES = /^[1-9]\d?$/;

/** The name of a contract within those of fields: any character may stand in a matricule. */
export const fieldText = ({ matricule, number }: ContractName): string =>
  `${encodeURIComponent(matricule)}/${encodeURIComponent(number)}`;

export const pickField = (contract: ContractName): string => `${PICK}${fieldText(contract)}`;

/** As the address says; what it cannot mean is left out, as a link may be old. */
export function placeOf(query: unknown): BoardPlace {
  const profile = textOf(query, 'profil');
  const page = textOf(query, 'page');
  return {
    search: textOf(query, 'q').trim().slice(0, LONGEST_SEARCH),
    profile: profile === 'sans' ? 'none' : rankOf(profile),
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  };
}

export const queryOf = ({ search, profile, page }: BoardPlace): Readonly<Record<string, string | number | null>> => ({
  q: search,
  profil: profile === 'none' ? 'sans' : profile,
  page: page > 1 ? page : null,
});

/** Rows as they stand on the page. */
export function picksOf(body: unknown): readonly ProfilePick[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.keys(body).flatMap((field) => {
    const name = field.startsWith(PICK) ? nameOf(field.slice(PICK.length)) : null;
    return name === null ? [] : [{ ...name, rank: rankOf(textOf(body, field)) }];
  });
}

export type BulkAsked =
  | { readonly kind: 'NOTHING' }
  | { readonly kind: 'ASKED'; readonly bulk: BulkChoice }
  | { readonly kind: 'UNCLEAR'; readonly message: string };

/** « Affecter » with its choice; `shown` is the list that the page shows, for those who take it whole. */
export function bulkOf(body: unknown, shown: BoardFilter): BulkAsked {
  if (textOf(body, 'action') !== 'affecter') return { kind: 'NOTHING' };
  const target = textOf(body, 'vers');
  const rank = rankOf(target);
  if (rank === null && target !== 'aucun') {
    return { kind: 'UNCLEAR', message: 'Choisissez le profil auquel affecter les salariés.' };
  }
  if (textOf(body, 'tous') === 'oui') return { kind: 'ASKED', bulk: { rank, who: { kind: 'SHOWN', ...shown } } };
  const names = textsOf(body, 'choisi').flatMap((text) => nameOf(text) ?? []);
  if (names.length === 0) {
    return { kind: 'UNCLEAR', message: 'Cochez au moins un salarié, ou prenez toute la liste.' };
  }
  return { kind: 'ASKED', bulk: { rank, who: { kind: 'NAMED', names: new Set(names.map(contractText)) } } };
}

const rankOf = (text: string): number | null => (MOST_PROFILES.test(text) ? Number(text) : null);

function nameOf(text: string): ContractName | null {
  const [matricule, number, ...more] = text.split('/');
  if (matricule === undefined || number === undefined || more.length > 0) return null;
  try {
    return { matricule: decodeURIComponent(matricule), number: decodeURIComponent(number) };
  } catch {
    return null;
  }
}
