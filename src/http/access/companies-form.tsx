import type { JSX } from 'preact';
import type { Account } from '#application/access/list-accounts';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Textarea } from '../ui/textarea';

interface Props {
  readonly account: Account;
  readonly typed: string;
  readonly error?: string | undefined;
}

export const CompaniesForm = ({ account, typed, error }: Props): JSX.Element => (
  <>
    <PageHeading caption={account.name}>Entreprises</PageHeading>
    <Form action={linkTo('userCompanies', { id: account.id })}>
      <Textarea
        id="companies"
        name="companies"
        label="Entreprises que cette personne voit"
        hint="Un SIREN par ligne. Le changement vaut dès sa prochaine page."
        rows={12}
        value={typed}
        error={error}
      />
      <Button>Enregistrer</Button>
    </Form>
  </>
);
