import type { JSX } from 'preact';
import type { RequestAndUpdate } from '#application/support/read-request';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Radios, type Choice } from '../ui/radios';
import { Textarea } from '../ui/textarea';
import { EstablishmentCaption } from '../views/establishment';
import { RequestsOfUpdate } from '../updates/requests-of-update';
import { UpdateInShort } from '../updates/update-in-short';

interface RequestProps extends RequestAndUpdate {
  /** Support answers; the others follow. */
  readonly mayAnswer: boolean;
  readonly typed: { readonly words: string; readonly decision: string };
  readonly errors: readonly FieldError[];
}

export const RequestPage = ({ request, update, mayAnswer, typed, errors }: RequestProps): JSX.Element => {
  const { establishment, id } = update;
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>
        Demande {request.id} au support
      </PageHeading>
      <UpdateInShort update={update} />
      <p>
        <a class="govuk-link" href={linkTo('doneForYou', { id })}>
          Voir la mise à jour en entier
        </a>
        {mayAnswer ? (
          <>
            {' · '}
            <a
              class="govuk-link"
              href={linkTo('why', { siret: establishment.siret }, { on: update.dates[0]?.effectiveFrom })}
            >
              D’où vient le taux
            </a>
          </>
        ) : null}
      </p>
      <RequestsOfUpdate requests={[request]} />
      {mayAnswer && request.status === 'OPEN' ? (
        <AnswerForm request={request} update={update} typed={typed} errors={errors} />
      ) : null}
    </>
  );
};

const AnswerForm = ({ request, update, typed, errors }: Omit<RequestProps, 'mayAnswer'>): JSX.Element => (
  <Form action={linkTo('request', { id: request.id })}>
    <Radios
      name="decision"
      legend="Que faut-il faire ?"
      required
      options={choicesFor(update)}
      value={typed.decision}
      error={errorAt(errors, 'decision')}
    />
    <Textarea
      id="reponse"
      name="reponse"
      label="Réponse à l’entreprise"
      hint="Elle la lira sous la mise à jour."
      required
      maxLength={2000}
      value={typed.words}
      error={errorAt(errors, 'reponse')}
    />
    <Button>Répondre</Button>
  </Form>
);

/** Undoing is offered only where it can be done; why it cannot is said. */
const choicesFor = ({ lasting }: RequestProps['update']): Choice[] => [
  {
    value: 'laisser',
    label: 'Laisser le taux tel qu’il est',
    ...(lasting === null ? {} : { hint: `La mise à jour ne peut plus être annulée. ${lasting.message}` }),
  },
  ...(lasting === null
    ? [{ value: 'annuler', label: 'Annuler la mise à jour', hint: 'L’ancien taux est remis en place à la même date.' }]
    : []),
];
