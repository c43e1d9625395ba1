import type { JSX } from 'preact';
import type { OpenSession } from '#application/access/list-sessions';
import type { Viewer } from '#application/access/viewer';
import { frenchMoment } from '#application/ports/paris';
import { isBoundToCompanies, ROLE_WORDS } from '#domain/access/role';
import { SUBSCRIPTION_WORDS, SUBSCRIPTIONS, type Subscription } from '#domain/mail/kinds';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { Table } from '../ui/table';
import { TextInput } from '../ui/text-input';
import { ChoosePassword } from './choose-password';
import { companiesWords } from './words';

interface Props {
  readonly viewer: Viewer;
  readonly sessions: readonly OpenSession[];
  /** Null where no mail is configured. */
  readonly wanted: readonly Subscription[] | null;
  readonly errors: readonly FieldError[];
}

export const AccountPage = ({ viewer, sessions, wanted, errors }: Props): JSX.Element => (
  <>
    <PageHeading>Mon compte</PageHeading>
    <SummaryList
      rows={[
        { key: 'Nom', value: viewer.name },
        { key: 'Adresse e-mail', value: viewer.email },
        { key: 'Rôle', value: ROLE_WORDS[viewer.role] },
        {
          key: 'Entreprises',
          value: companiesWords(viewer.role, viewer.scope === 'system' ? [] : viewer.scope.companies),
        },
      ]}
    />
    {isBoundToCompanies(viewer.role) ? <Mails wanted={wanted} /> : null}
    <h2 class="govuk-heading-m">Changer de mot de passe</h2>
    <Form action={PATHS.accountPassword}>
      <input type="hidden" name="email" autocomplete="username" value={viewer.email} />
      <TextInput
        id="current-password"
        name="current-password"
        label="Mot de passe actuel"
        type="password"
        autocomplete="current-password"
        error={errorAt(errors, 'current-password')}
      />
      <ChoosePassword error={errorAt(errors, 'new-password')} />
      <Button>Changer de mot de passe</Button>
    </Form>
    <h2 class="govuk-heading-m">Où vous êtes connecté</h2>
    <Table
      caption="Sessions ouvertes"
      captionHidden
      columns={[{ label: 'Appareil' }, { label: 'Depuis' }, { label: 'Dernière activité' }]}
      rows={sessions.map(({ agent, current, createdAt, lastSeenAt }) => [
        `${agent ?? 'Navigateur inconnu'}${current ? ' (cette session)' : ''}`,
        frenchMoment(createdAt),
        frenchMoment(lastSeenAt),
      ])}
      empty="Aucune session."
    />
    <Form action={PATHS.signOutEverywhere}>
      <Button variant="secondary">Se déconnecter partout</Button>
    </Form>
  </>
);

const Mails = ({ wanted }: Pick<Props, 'wanted'>): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">E-mails</h2>
    {wanted === null ? (
      <p class="govuk-body">Aucun e-mail n’est envoyé : aucun serveur d’envoi n’est configuré.</p>
    ) : (
      <Form action={PATHS.accountMails}>
        <Checkboxes
          name="e-mails"
          legend="Ce que vous voulez recevoir"
          hint="Des comptes et des liens, sans donnée personnelle ; rien quand il n’y a rien à faire."
          options={SUBSCRIPTIONS.map((kind) => ({ value: kind, label: SUBSCRIPTION_WORDS[kind] }))}
          values={wanted}
        />
        <Button variant="secondary">Enregistrer mes choix</Button>
      </Form>
    )}
  </>
);
