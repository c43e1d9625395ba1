import type { JSX } from 'preact';
import type { State } from '#application/operations/read-state';
import { frenchMoment } from '#application/ports/paris';
import { Table } from '../ui/table';
import { frenchNumber, TASK_WORDS } from '../views/words';

export const Batches = ({ batches }: Pick<State, 'batches'>): JSX.Element => (
  <Table
    caption="Lots en cours d’application"
    columns={[{ label: 'Lot' }, { label: 'Reçu' }, { label: 'Documents', numeric: true }, { label: 'Avancement' }]}
    empty="Aucun lot n’est en cours : tout ce qui a été pris en charge est appliqué."
    rows={batches.map(({ id, receivedAt, feeds, chunks, chunksDone, chunksAside }) => [
      `n° ${String(id)}`,
      frenchMoment(receivedAt),
      frenchNumber(feeds),
      chunks === 0
        ? 'en cours de décision'
        : `${frenchNumber(chunksDone)} parts sur ${frenchNumber(chunks)}${chunksAside === 0 ? '' : `, dont ${frenchNumber(chunksAside)} mises de côté après trois échecs`}`,
    ])}
  />
);

export const Waiting = ({ state: { tasks, deposits, campaign } }: { readonly state: State }): JSX.Element => (
  <Table
    caption="Ce qui attend"
    columns={[{ label: 'Quoi' }, { label: 'Combien', numeric: true }, { label: 'Le plus ancien' }]}
    empty="Rien n’attend : ni tâche, ni document reçu."
    rows={[
      ...(deposits.oldest === null
        ? []
        : [['Documents reçus, à prendre en charge', frenchNumber(deposits.count), frenchMoment(deposits.oldest)]]),
      ...tasks.map(({ kind, count, oldest }) => [
        `Tâches : ${TASK_WORDS[kind]}`,
        frenchNumber(count),
        frenchMoment(oldest),
      ]),
      ...(campaign === null
        ? []
        : [
            [
              `Campagne ${String(campaign.year)} : renouvellements faits sur demandés`,
              `${frenchNumber(campaign.ended)} / ${frenchNumber(campaign.open + campaign.ended)}`,
              '—',
            ],
          ]),
    ]}
  />
);
