import type { JSX } from 'preact';
import { frenchMoment } from '#application/ports/paris';
import type { ScheduledItem, Standing } from '#application/schedule/list-schedule-runs';
import type { Endpoint } from '#application/webhooks/list-endpoints';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { frenchNumber } from '../views/words';

const WORDS: Readonly<Record<Standing, string>> = {
  IDLE: 'Sans objet',
  WAITING: 'À venir',
  ON_TIME: 'À l’heure',
  RUNNING: 'En cours',
  DUE: 'À faire',
  LATE: 'En retard',
  FAILED: 'Échec',
  ALERT: 'Alerte',
};

const TONES: Readonly<Record<Standing, 'grey' | 'green' | 'blue' | 'yellow' | 'red'>> = {
  IDLE: 'grey',
  WAITING: 'grey',
  ON_TIME: 'green',
  RUNNING: 'blue',
  DUE: 'blue',
  LATE: 'yellow',
  FAILED: 'red',
  ALERT: 'red',
};

/** What runs by itself at an hour, and whether it did. */
export const Schedule = ({ items }: { readonly items: readonly ScheduledItem[] }): JSX.Element => (
  <Table
    caption="Ce qui se fait à heure dite"
    columns={['Quoi', 'Quand', 'État', 'Où cela en est'].map((label) => ({ label }))}
    empty="Rien n’est prévu."
    rows={items.map(({ title, rhythm, standing, sentence }) => [
      title,
      rhythm,
      <Tag tone={TONES[standing]}>{WORDS[standing]}</Tag>,
      sentence,
    ])}
  />
);

/** The machine alone: the rest of an address may hold what lets one in. */
const machineOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '—');

export const Receivers = ({ endpoints }: { readonly endpoints: readonly Endpoint[] }): JSX.Element => (
  <Table
    caption="Programmes à qui les évènements sont envoyés"
    columns={[
      { label: 'Machine' },
      { label: 'État' },
      { label: 'En attente', numeric: true },
      { label: 'Abandonnés', numeric: true },
      { label: 'Dernier envoi reçu' },
    ]}
    empty="Aucun programme ne demande à être prévenu."
    rows={endpoints.map(({ url, active, failingSince, waiting, givenUp, lastSuccessAt }) => [
      machineOf(url),
      active ? (
        failingSince === null ? (
          <Tag tone="green">Reçoit</Tag>
        ) : (
          <Failing since={failingSince} />
        )
      ) : (
        <Tag tone="grey">Arrêté</Tag>
      ),
      frenchNumber(waiting),
      frenchNumber(givenUp),
      lastSuccessAt === null ? '—' : frenchMoment(lastSuccessAt),
    ])}
  />
);

const Failing = ({ since }: { readonly since: string }): JSX.Element => (
  <>
    <Tag tone="red">Ne reçoit pas</Tag>
    {` depuis le ${frenchMoment(since)}`}
  </>
);
