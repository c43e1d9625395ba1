import type { JSX } from 'preact';
import type { Invited } from '#application/access/invite-account';
import { frenchMoment } from '#application/ports/paris';
import { isBoundToCompanies, ROLE_WORDS, ROLES } from '#domain/access/role';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { Radios } from '../ui/radios';
import { SummaryList } from '../ui/summary-list';
import { TextInput } from '../ui/text-input';
import { Textarea } from '../ui/textarea';
import { companiesWords } from './words';

export interface InviteFields {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  /** As typed: one SIREN per line. */
  readonly companies: string;
}

interface Props {
  readonly typed: InviteFields;
  readonly errors: readonly FieldError[];
}

export const InviteForm = ({ typed, errors }: Props): JSX.Element => (
  <>
    <PageHeading>Inviter une personne</PageHeading>
    <Form action={PATHS.userInvite}>
      <TextInput id="name" name="name" label="Prénom et nom" value={typed.name} error={errorAt(errors, 'name')} />
      <TextInput
        id="email"
        name="email"
        label="Adresse e-mail"
        type="email"
        value={typed.email}
        error={errorAt(errors, 'email')}
      />
      <Radios
        name="role"
        legend="Rôle"
        options={ROLES.map((role) => ({
          value: role,
          label: ROLE_WORDS[role],
          hint: isBoundToCompanies(role) ? 'Voit les entreprises données plus bas.' : 'Voit toutes les entreprises.',
        }))}
        value={typed.role}
        error={errorAt(errors, 'role')}
      />
      <Textarea
        id="companies"
        name="companies"
        label="Entreprises"
        hint="Un SIREN par ligne ; rien pour le support et les administrateurs."
        rows={4}
        value={typed.companies}
        error={errorAt(errors, 'companies')}
      />
      <Button>Préparer l’invitation</Button>
    </Form>
  </>
);

interface LinkProps {
  readonly title: string;
  readonly invited: Invited;
  readonly address: string;
}

export const LinkPage = ({ title, invited, address }: LinkProps): JSX.Element => (
  <>
    <PageHeading caption={invited.name}>{title}</PageHeading>
    <p class="govuk-body">
      {invited.mailed
        ? 'Ce lien part aussi par e-mail à la personne. Il ne sera plus montré ici.'
        : 'Aucun e-mail n’est envoyé : transmettez ce lien à la personne. Il ne sera plus montré, copiez-le maintenant.'}
    </p>
    <InsetText>
      <code class="govuk-!-text-break-word">{address}</code>
    </InsetText>
    <SummaryList
      rows={[
        { key: 'Adresse e-mail', value: invited.email },
        { key: 'Rôle', value: ROLE_WORDS[invited.role] },
        { key: 'Entreprises', value: companiesWords(invited.role, invited.companies) },
        { key: 'Valable', value: `une fois, jusqu’au ${frenchMoment(invited.expiresAt)}` },
      ]}
    />
    <p class="govuk-body">
      <a class="govuk-link" href={PATHS.users}>
        Retour aux utilisateurs
      </a>
    </p>
  </>
);
