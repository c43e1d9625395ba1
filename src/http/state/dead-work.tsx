import type { JSX } from 'preact';
import type { DeadWork } from '#application/dead-letters/list-dead-letters';
import { frenchMoment } from '#application/ports/paris';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { Table } from '../ui/table';
import { frenchNumber } from '../views/words';

/** A short name is not cut in two. */
const NO_BREAK_HYPHEN = '\u2011';

/** What failed and waits for somebody who has seen to the cause. */
export const DeadWorks = ({ works }: { readonly works: readonly DeadWork[] }): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Travaux en échec</h2>
    <Table
      caption="Réessayez une fois la cause levée ; un lot est décidé à nouveau sur ce qui est alors connu"
      columns={[
        { label: 'Travail' },
        { label: 'Essais', numeric: true },
        { label: 'Où cela en est' },
        { label: 'Dernière erreur' },
        { label: 'Réessayer', labelHidden: true },
      ]}
      empty="Aucun travail n’est en échec : il n’y a rien à relancer."
      rows={works.map((work) => [
        <strong>{work.id.replace('-', NO_BREAK_HYPHEN)}</strong>,
        frenchNumber(work.attempts),
        work.kind === 'JOB' ? <Job {...work} /> : <Parts {...work} />,
        work.lastError,
        <Retry id={work.id} />,
      ])}
    />
  </>
);

type Of<Kind extends DeadWork['kind']> = Extract<DeadWork, { readonly kind: Kind }>;

const Job = ({ job, subject, firstFailedAt, lastFailedAt, quietUntil }: Of<'JOB'>): JSX.Element => (
  <>
    <code>{`${job} ${subject}`.trim()}</code>
    {` échoue depuis le ${frenchMoment(firstFailedAt)} ; dernier essai le ${frenchMoment(lastFailedAt)}, `}
    {quietUntil === null ? 'repris sans vous sous peu.' : `laissé de côté jusqu’au ${frenchMoment(quietUntil)}.`}
  </>
);

const Parts = ({ chunks, files, receivedAt }: Of<'BATCH'>): JSX.Element => (
  <>
    {`${frenchNumber(chunks)} ${chunks === 1 ? 'part mise' : 'parts mises'} de côté ; reçu le ${frenchMoment(receivedAt)} : ${files.join(', ')}.`}
  </>
);

const Retry = ({ id }: { readonly id: string }): JSX.Element => (
  <Form action={linkTo('workRetry', { id })}>
    <Button variant="secondary">
      Réessayer<span class="govuk-visually-hidden">{` ${id}`}</span>
    </Button>
  </Form>
);
