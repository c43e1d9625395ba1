import type { JSX } from 'preact';
import type { Invitation } from '#application/access/list-accounts';
import { ROLE_WORDS } from '#domain/access/role';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { ChoosePassword } from './choose-password';
import { companiesWords } from './words';

interface Props {
  readonly token: string;
  readonly invitation: Invitation;
  readonly error?: string | undefined;
}

export const InvitationForm = ({ token, invitation, error }: Props): JSX.Element => {
  const { name, email, role, companies } = invitation;
  return (
    <>
      <PageHeading caption={`Bienvenue, ${name}`}>Choisir votre mot de passe</PageHeading>
      <SummaryList
        rows={[
          { key: 'Adresse e-mail', value: email },
          { key: 'Rôle', value: ROLE_WORDS[role] },
          { key: 'Entreprises', value: companiesWords(role, companies) },
        ]}
      />
      <Form action={linkTo('invitation', { token })}>
        {/* So that a password manager files it under the right name. */}
        <input type="hidden" name="email" autocomplete="username" value={email} />
        <ChoosePassword error={error} />
        <Button>Enregistrer et se connecter</Button>
      </Form>
    </>
  );
};

export const UselessLink = ({ why }: { readonly why: string }): JSX.Element => (
  <>
    <PageHeading>Ce lien ne sert plus</PageHeading>
    <p class="govuk-body">{why}</p>
    <p class="govuk-body">
      <a class="govuk-link" href={PATHS.signIn}>
        Se connecter
      </a>
    </p>
  </>
);
