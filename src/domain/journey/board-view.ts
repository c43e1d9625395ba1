import { folded } from '../values/folded';
import type { EmployeeContract } from '../affiliation/contract';
import type { Origin } from '../affiliation/profile-of';

/** A contract and the profile it is on as things stand; ranks count from 1, the highest rate. */
export interface Seat<Contract extends EmployeeContract = EmployeeContract> {
  readonly contract: Contract;
  /** Null while it is on none. */
  readonly rank: number | null;
  readonly suggestion: { readonly rank: number; readonly origin: Origin } | null;
}

/** A contract as people know it. */
export interface KnownContract extends EmployeeContract {
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly jobTitle: string | null;
}

/** What of a board is looked at. */
export interface BoardFilter {
  /** Words that names, job or matricule hold, each of them; empty = everybody. */
  readonly search: string;
  /** A rank, `none` for those without profile, null for everybody. */
  readonly profile: number | 'none' | null;
}

export const EVERYBODY: BoardFilter = { search: '', profile: null };

/** In the order of names, then of matricules; a person's contracts stay together. */
export function seatsShown<Contract extends KnownContract>(
  seats: readonly Seat<Contract>[],
  { search, profile }: BoardFilter,
): readonly Seat<Contract>[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  const wanted = profile === 'none' ? null : profile;
  return seats
    .filter(({ rank }) => profile === null || rank === wanted)
    .map((seat) => ({ seat, text: textOf(seat.contract) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => (a.text === b.text ? 0 : a.text < b.text ? -1 : 1))
    .map(({ seat }) => seat);
}

const textOf = ({ lastName, firstName, matricule, number, jobTitle }: KnownContract): string =>
  folded([lastName, firstName, matricule, number, jobTitle].map((part) => part ?? '').join(' '));
