import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import type { EstablishmentRates, TracedSpan } from '#application/rates/read-establishment-rates';
import { SOURCE_WORDS } from '#domain/rates/sheet';
import { frenchDate } from '#domain/values/local-date';
import { Table } from '../ui/table';
import { documentWords } from '../views/document';
import { personWords } from '../views/person';
import { Profiles } from '../views/profiles';
import { capital } from '../views/words';

/** The same history as the chart, latest first, with where each rate comes from. */
export const HistoryTable = ({ rates: { spans } }: { readonly rates: EstablishmentRates }): JSX.Element => (
  <Table
    caption="Taux successifs, le dernier d’abord"
    columns={['Du', 'Au', 'Taux', 'D’où il vient'].map((label) => ({ label }))}
    empty="Aucun taux n’a encore été reçu ni saisi."
    rows={[...spans]
      .reverse()
      .map((span) => [
        frenchDate(span.from),
        span.until === null ? 'sans fin connue' : frenchDate(span.until),
        <Profiles profiles={span.sheet.profiles} />,
        originWords(span),
      ])}
  />
);

/** `Notifié par la caisse, fichier …, reçu le …`, and who recorded it and why when a person did. */
export function originWords({ sheet, file, act }: TracedSpan): JSX.Element {
  const said = act?.action === 'update.undone' ? 'remis en place par le support' : SOURCE_WORDS[sheet.source];
  const received = file === null ? null : documentWords(file);
  const recorded = file === null || sheet.source === 'ENTERED' ? recordedWords({ sheet, act }) : null;
  const reason = act?.reason == null ? null : `« ${act.reason} »`;
  return (
    <>
      {capital(said)}
      {[received, recorded, reason].map((words) =>
        words === null ? null : (
          <span key={words} class="tj-fine tj-below">
            {words}
          </span>
        ),
      )}
    </>
  );
}

const recordedWords = ({ sheet, act }: Pick<TracedSpan, 'sheet' | 'act'>): string =>
  act === null
    ? `enregistré le ${momentWords(sheet.recordedAt)}`
    : `par ${personWords(act.actor)}, le ${momentWords(act.at)}`;
