import type { JSX } from 'preact';
import type { ApiKeyMade } from '#application/api/create-api-key';
import { frenchMoment } from '#application/ports/paris';
import { API_SCOPES, API_SCOPE_WORDS } from '#domain/access/api-scope';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { TextInput } from '../ui/text-input';
import { Textarea } from '../ui/textarea';
import { capital } from '../views/words';
import { keyCompaniesWords } from './words';

export interface KeyFields {
  readonly name: string;
  readonly scopes: readonly string[];
  /** As typed: one SIREN per line. */
  readonly companies: string;
  /** Address of an accountant. */
  readonly cabinet: string;
  /** A day, as typed. */
  readonly expiresOn: string;
}

interface Props {
  readonly typed: KeyFields;
  readonly errors: readonly FieldError[];
  /** The key follows the account of who makes it. */
  readonly isOwn: boolean;
}

export const KeyForm = ({ typed, errors, isOwn }: Props): JSX.Element => (
  <>
    <PageHeading>Créer une clé d’API</PageHeading>
    <Form action={PATHS.apiKeyCreate}>
      <TextInput
        id="name"
        name="name"
        label="Nom"
        hint="Du logiciel qui s’en servira : le journal le nommera ainsi."
        value={typed.name}
        error={errorAt(errors, 'name')}
      />
      <Checkboxes
        name="scopes"
        legend="Ce que la clé permet"
        options={API_SCOPES.map((scope) => ({ value: scope, label: capital(API_SCOPE_WORDS[scope]), hint: scope }))}
        values={typed.scopes}
        error={errorAt(errors, 'scopes')}
      />
      {isOwn ? null : (
        <TextInput
          id="cabinet"
          name="cabinet"
          type="email"
          label="Cabinet suivi (facultatif)"
          hint="Adresse e-mail d’un expert-comptable : la clé ouvre alors ses clients du moment."
          value={typed.cabinet}
          error={errorAt(errors, 'cabinet')}
        />
      )}
      <Textarea
        id="companies"
        name="companies"
        label="Entreprises (facultatif)"
        hint={`Un SIREN par ligne ; sans aucun, la clé ouvre ${isOwn ? 'tous vos clients du moment' : 'toutes les entreprises, ou toutes celles du cabinet'}.`}
        rows={4}
        value={typed.companies}
        error={errorAt(errors, 'companies')}
      />
      <TextInput
        id="expiresOn"
        name="expiresOn"
        label="Dernier jour (facultatif)"
        hint="Par exemple 31/12/2026. Sans lui, la clé ouvre jusqu’à ce qu’elle soit révoquée."
        width={10}
        value={typed.expiresOn}
        error={errorAt(errors, 'expiresOn')}
      />
      <Button>Créer la clé</Button>
    </Form>
  </>
);

export const KeyMadePage = ({ made }: { readonly made: ApiKeyMade }): JSX.Element => (
  <>
    <PageHeading caption={made.name}>Clé prête</PageHeading>
    <p class="govuk-body">Cette clé ne sera plus montrée : copiez-la maintenant, et gardez-la comme un mot de passe.</p>
    <InsetText>
      <code class="govuk-!-text-break-word">{made.token}</code>
    </InsetText>
    <SummaryList
      rows={[
        { key: 'Droits', value: made.scopes.map((scope) => API_SCOPE_WORDS[scope]).join(', ') },
        { key: 'Entreprises', value: keyCompaniesWords(made) },
        { key: 'Fin', value: made.expiresAt === null ? 'aucune' : frenchMoment(made.expiresAt) },
      ]}
    />
    <p class="govuk-body">
      <a class="govuk-link" href={PATHS.apiKeys}>
        Retour aux clés
      </a>
    </p>
  </>
);
