import type { JSX } from 'preact';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { TextInput } from '../ui/text-input';

export interface SignInFormProps {
  /** Where to go on. */
  readonly to: string;
  readonly email: string;
  readonly error?: string;
  /** What the identity provider is called; null without one. */
  readonly provider: string | null;
}

export const SignInForm = ({ to, email, error, provider }: SignInFormProps): JSX.Element => (
  <>
    <PageHeading>Se connecter</PageHeading>
    {provider === null ? null : (
      <>
        <p id="fournisseur">
          <Button href={linkTo('oidcStart', {}, { suite: to === '/' ? null : to })} variant="secondary">
            Se connecter avec {provider}
          </Button>
        </p>
        <h2 class="govuk-heading-m">Ou avec un mot de passe</h2>
      </>
    )}
    <Form action={PATHS.signIn}>
      {to === '/' ? null : <input type="hidden" name="suite" value={to} />}
      <TextInput
        id="email"
        name="email"
        label="Adresse e-mail"
        type="email"
        autocomplete="username"
        value={email}
        error={error}
      />
      <TextInput id="password" name="password" label="Mot de passe" type="password" autocomplete="current-password" />
      <Button>Se connecter</Button>
    </Form>
    <p class="govuk-body">Mot de passe oublié ? Votre administrateur vous donne un lien pour en choisir un autre.</p>
  </>
);
