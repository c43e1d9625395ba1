import type { SheetSource } from '#domain/rates/sheet';
import type { LocalDate } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import { profileView, type ProfileView } from './profile-view';
import type { RatesAnswer } from './read-rates';

/** The rates of a day as outsiders read them. */
export interface RatesView {
  readonly siret: Siret;
  readonly on: LocalDate;
  readonly knownAt: string;
  /** Null when no rate holds that day. */
  readonly sheet: {
    readonly effectiveFrom: LocalDate;
    readonly recordedAt: string;
    readonly source: SheetSource;
    readonly profiles: readonly ProfileView[];
  } | null;
}

export function ratesView({ siret, on, knownAt, sheet }: RatesAnswer): RatesView {
  if (sheet === null) return { siret, on, knownAt, sheet };
  const { effectiveFrom, recordedAt, source, profiles } = sheet;
  return { siret, on, knownAt, sheet: { effectiveFrom, recordedAt, source, profiles: profiles.map(profileView) } };
}
