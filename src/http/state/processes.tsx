import type { JSX } from 'preact';
import type { Process } from '#application/operations/read-state';
import { frenchMoment } from '#application/ports/paris';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';

const ROLES = { PAGES: 'Pages', WORKER: 'Travail de fond' } as const;

/** Who lives, where, since when and doing what. */
export const Processes = ({ processes }: { readonly processes: readonly Process[] }): JSX.Element => (
  <Table
    caption="Processus"
    columns={['Processus', 'Machine', 'Depuis', 'Signe de vie', 'Travail en cours'].map((label) => ({ label }))}
    empty="Aucun processus ne s’est annoncé."
    rows={processes.map(({ role, machine, pid, startedAt, seenAt, alive, doing }) => [
      ROLES[role],
      `${machine} (n° ${String(pid)})`,
      frenchMoment(startedAt),
      alive ? (
        <Tag tone="green">En vie</Tag>
      ) : (
        <>
          <Tag tone="red">Muet</Tag>
          {` depuis le ${frenchMoment(seenAt)}`}
        </>
      ),
      doing.length === 0 ? '—' : doing.map(({ job, since }) => `${job}, depuis le ${frenchMoment(since)}`).join(' ; '),
    ])}
  />
);
