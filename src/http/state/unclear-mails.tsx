import type { JSX } from 'preact';
import type { UnclearMail } from '#application/mail/list-unclear-mails';
import { frenchMoment } from '#application/ports/paris';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { Table } from '../ui/table';

/** Messages that may have arrived: only their receiver can tell. */
export const UnclearMails = ({ mails }: { readonly mails: readonly UnclearMail[] }): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Messages à l’issue incertaine</h2>
    <Table
      caption="Le serveur les a pris sans répondre : ils ne repartent pas d’eux-mêmes ; demandez au destinataire, puis décidez"
      columns={[
        { label: 'Message' },
        { label: 'Destinataire' },
        { label: 'Pris le' },
        { label: 'Dernière erreur' },
        { label: 'Décider', labelHidden: true },
      ]}
      empty="Aucun message n’est dans ce cas : il n’y a rien à décider."
      rows={mails.map(({ id, subject, email, endedAt, lastError }) => [
        <strong>{subject}</strong>,
        email,
        frenchMoment(endedAt),
        lastError ?? '—',
        <>
          <Decide action={linkTo('mailSendAgain', { id: String(id) })} label="Envoyer de nouveau" email={email} />
          <Decide action={linkTo('mailFile', { id: String(id) })} label="Classer" email={email} />
        </>,
      ])}
    />
  </>
);

interface DecideProps {
  readonly action: string;
  readonly label: string;
  readonly email: string;
}

const Decide = ({ action, label, email }: DecideProps): JSX.Element => (
  <Form action={action}>
    <Button variant="secondary">
      {label}
      <span class="govuk-visually-hidden">{` le message à ${email}`}</span>
    </Button>
  </Form>
);
