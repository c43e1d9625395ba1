import type { ComponentChildren, JSX } from 'preact';
import type { Account, Accounts } from '#application/access/list-accounts';
import type { Viewer } from '#application/access/viewer';
import { frenchMoment } from '#application/ports/paris';
import { isBoundToCompanies, ROLE_WORDS } from '#domain/access/role';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { companiesWords } from './words';

type Props = Accounts & { readonly viewer: Viewer };

export const UsersPage = ({ accounts, invitations, viewer }: Props): JSX.Element => (
  <>
    <PageHeading>Utilisateurs</PageHeading>
    <Button href={PATHS.userInvite}>Inviter une personne</Button>
    <Table
      caption="Comptes"
      columns={[
        { label: 'Personne' },
        { label: 'Rôle' },
        { label: 'Entreprises' },
        { label: 'Dernière connexion' },
        { label: 'Actions', labelHidden: true },
      ]}
      rows={accounts.map((account) => [
        <Who name={account.name} email={account.email} id={`compte-${String(account.id)}`} />,
        ROLE_WORDS[account.role],
        companiesWords(account.role, account.companies),
        account.lastSignInAt === null ? 'jamais' : frenchMoment(account.lastSignInAt),
        <Actions account={account} own={account.id === viewer.accountId} />,
      ])}
      empty="Personne n’a de compte."
    />
    {invitations.length === 0 ? null : (
      <Table
        caption="Liens en attente"
        columns={[{ label: 'Personne' }, { label: 'Rôle' }, { label: 'Entreprises' }, { label: 'Valable jusqu’au' }]}
        rows={invitations.map(({ name, email, role, companies, expiresAt }) => [
          <Who name={name} email={email} />,
          ROLE_WORDS[role],
          companiesWords(role, companies),
          frenchMoment(expiresAt),
        ])}
        empty="Aucun lien en attente."
      />
    )}
  </>
);

const Who = ({ name, email, id }: { readonly name: string; readonly email: string; readonly id?: string }) => (
  <span {...(id === undefined ? {} : { id })}>
    <strong>{name}</strong>
    <br />
    {email}
  </span>
);

const LINK = 'govuk-link tj-link-button';

function Actions({
  account: { id, name, role, disabledAt },
  own,
}: {
  readonly account: Account;
  readonly own: boolean;
}) {
  if (disabledAt !== null) return <Tag tone="grey">Fermé</Tag>;
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {isBoundToCompanies(role) ? (
        <li>
          <a class="govuk-link" href={linkTo('userCompanies', { id })}>
            Entreprises<Hidden> de {name}</Hidden>
          </a>
        </li>
      ) : null}
      <li>
        <Form action={linkTo('userLink', { id })}>
          <button type="submit" class={LINK}>
            Nouveau mot de passe<Hidden> pour {name}</Hidden>
          </button>
        </Form>
      </li>
      {own ? null : (
        <li>
          <Form action={linkTo('userDisable', { id })}>
            <button type="submit" class={LINK}>
              Fermer le compte<Hidden> de {name}</Hidden>
            </button>
          </Form>
        </li>
      )}
    </ul>
  );
}

const Hidden = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <span class="govuk-visually-hidden">{children}</span>
);
