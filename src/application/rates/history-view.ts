import { profileView } from './profile-view';
import type { EstablishmentRates } from './read-establishment-rates';

/** The rates of an establishment over time, as outsiders read them: oldest first, each until the day before the next. */
export const historyView = ({ establishment: { siret }, spans }: EstablishmentRates) => ({
  siret,
  sheets: spans.map(({ from, until, sheet: { recordedAt, source, profiles }, file }) => ({
    ...{ effectiveFrom: from, until, recordedAt, source },
    file: file?.file ?? null,
    profiles: profiles.map(profileView),
  })),
});
