import type { JSX } from 'preact';
import type { DeadWork } from '#application/dead-letters/list-dead-letters';
import type { Health, Standing } from '#application/operations/check-health';
import type { UnclearMail } from '#application/mail/list-unclear-mails';
import type { State } from '#application/operations/read-state';
import { frenchMoment, momentWords } from '#application/ports/paris';
import type { QueueState } from '#application/ports/job-queue';
import type { ScheduledItem } from '#application/schedule/list-schedule-runs';
import type { Endpoint } from '#application/webhooks/list-endpoints';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { Tag } from '../ui/tag';
import { WarningText } from '../ui/warning-text';
import { frenchNumber } from '../views/words';
import { DeadWorks } from './dead-work';
import { Processes } from './processes';
import { Receivers, Schedule } from './runs';
import { UnclearMails } from './unclear-mails';
import { Batches, Waiting } from './waiting';

interface StateProps {
  readonly health: Health;
  /** Null when it does not answer. */
  readonly queue: QueueState | null;
  readonly state: State;
  readonly dead: readonly DeadWork[];
  readonly mails: readonly UnclearMail[];
  readonly schedule: readonly ScheduledItem[];
  readonly endpoints: readonly Endpoint[];
}

export const StatePage = ({ health, queue, state, dead, mails, schedule, endpoints }: StateProps): JSX.Element => (
  <>
    <PageHeading>État du service</PageHeading>
    <p>{`Vu le ${momentWords(state.at)}. Rechargez la page pour voir la suite.`}</p>
    {state.processes.some(({ alive, role }) => alive && role === 'WORKER') ? null : (
      <WarningText>
        Aucun travail de fond ne donne signe de vie : ce qui arrive est gardé, mais rien n’est traité. Démarrez-en un (
        <code>npm start</code>, ou <code>node dist/worker.js</code> avec <code>WORKER=none</code>).
      </WarningText>
    )}
    <h2 class="govuk-heading-m">Ce sur quoi tout repose</h2>
    <Ground health={health} queue={queue} />
    <DeadWorks works={dead} />
    <UnclearMails mails={mails} />
    <Processes processes={state.processes} />
    <Batches batches={state.batches} />
    <Waiting state={state} />
    <Schedule items={schedule} />
    <Receivers endpoints={endpoints} />
  </>
);

const WORDS: Readonly<Record<Standing, string>> = { ok: 'Répond', late: 'En retard', down: 'Ne répond pas' };
const TONES = { ok: 'green', late: 'yellow', down: 'red' } as const;

const Answer = ({ standing, words = WORDS }: { readonly standing: Standing; readonly words?: typeof WORDS }) => (
  <Tag tone={TONES[standing]}>{words[standing]}</Tag>
);

const TABLES: typeof WORDS = { ok: 'À jour', late: 'D’une autre version', down: 'Inconnues' };

const Ground = ({ health, queue }: Pick<StateProps, 'health' | 'queue'>): JSX.Element => (
  <SummaryList
    rows={[
      { key: 'Base de données', value: <Answer standing={health.database} /> },
      { key: 'Tables', value: <Answer standing={health.migrations} words={TABLES} /> },
      {
        key: 'File de travail',
        value: (
          <>
            <Answer standing={health.queue} /> {queueWords(queue)}
          </>
        ),
      },
    ]}
  />
);

function queueWords(queue: QueueState | null): string {
  if (queue === null)
    return 'Rien n’est perdu : ce qui est à faire est dans la base, et la file sera remplie à nouveau.';
  const { backend, waiting, delayed, active, oldestAt } = queue;
  const counts = `${frenchNumber(waiting)} en attente, ${frenchNumber(active)} en cours, ${frenchNumber(delayed)} à reprendre plus tard`;
  const oldest = oldestAt === null ? '' : ` ; le plus ancien attend depuis le ${frenchMoment(oldestAt)}`;
  return `${backend === null ? '' : `${backend} : `}${counts}${oldest}.`;
}
