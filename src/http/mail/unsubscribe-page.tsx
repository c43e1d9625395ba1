import type { JSX } from 'preact';
import { SUBSCRIPTION_WORDS, type Subscription } from '#domain/mail/kinds';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly token: string;
  readonly kind: Subscription;
}

/** Its form needs no token of ours, and so no session either: the address is the proof. */
export const UnsubscribePage = ({ token, kind }: Props): JSX.Element => (
  <>
    <PageHeading>Ne plus recevoir ces messages</PageHeading>
    <InsetText>
      <p>{SUBSCRIPTION_WORDS[kind]}.</p>
    </InsetText>
    <p class="govuk-body">Vos tâches restent dans Taux Juste ; seuls ces messages s’arrêtent.</p>
    <form method="post" action={linkTo('unsubscribe', { token })}>
      <Button>Arrêter ces messages</Button>
    </form>
  </>
);

export const UnsubscribedPage = ({ kind }: Pick<Props, 'kind'>): JSX.Element => (
  <>
    <PageHeading>C’est noté</PageHeading>
    <p class="govuk-body">Vous ne recevrez plus : {SUBSCRIPTION_WORDS[kind].toLowerCase()}.</p>
    <p class="govuk-body">
      Pour changer d’avis :{' '}
      <a class="govuk-link" href={PATHS.account}>
        votre compte
      </a>
      , rubrique E-mails.
    </p>
  </>
);
