import type { JSX } from 'preact';
import type { DoneForYou } from '#application/updates/read-update';
import { frenchDate } from '#domain/values/local-date';
import { SummaryList } from '../ui/summary-list';
import { documentWords } from '../views/document';
import { Profiles } from '../views/profiles';

/** What an update changed, for who writes about it. */
export const UpdateInShort = ({ update: { dates, file, why } }: { readonly update: DoneForYou }): JSX.Element => (
  <SummaryList
    rows={[
      ...dates.flatMap(({ effectiveFrom, before, after }) => [
        {
          key: `Avant le ${frenchDate(effectiveFrom)}`,
          value: before.length === 0 ? 'Aucun taux' : <Profiles profiles={before} />,
        },
        { key: `Depuis le ${frenchDate(effectiveFrom)}`, value: <Profiles profiles={after} /> },
      ]),
      { key: 'Pourquoi', value: why },
      { key: 'Document reçu', value: file === null ? 'Inconnu' : documentWords(file) },
    ]}
  />
);
