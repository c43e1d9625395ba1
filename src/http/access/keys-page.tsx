import type { JSX } from 'preact';
import type { ApiKey } from '#application/api/list-api-keys';
import { frenchMoment } from '#application/ports/paris';
import { API_SCOPE_WORDS } from '#domain/access/api-scope';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { keyCompaniesWords } from './words';

export const KeysPage = ({ keys }: { readonly keys: readonly ApiKey[] }): JSX.Element => (
  <>
    <PageHeading>Clés d’API</PageHeading>
    <p class="govuk-body">
      Une clé ouvre l’API à un logiciel. Ce que l’API sait faire est décrit dans{' '}
      <a class="govuk-link" href="/api/openapi.json">
        son document OpenAPI
      </a>
      .
    </p>
    <Button href={PATHS.apiKeyCreate}>Créer une clé</Button>
    <Table
      caption="Clés"
      columns={[
        { label: 'Clé' },
        { label: 'Droits' },
        { label: 'Entreprises' },
        { label: 'Dernier usage' },
        { label: 'Fin' },
        { label: 'Actions', labelHidden: true },
      ]}
      rows={keys.map((key) => [
        <>
          <strong>{key.name}</strong>
          <br />
          <code>{key.shown}</code>
        </>,
        key.scopes.map((scope) => API_SCOPE_WORDS[scope]).join(', '),
        keyCompaniesWords(key),
        key.lastUsedAt === null ? 'jamais' : frenchMoment(key.lastUsedAt),
        key.expiresAt === null ? 'aucune' : frenchMoment(key.expiresAt),
        <Revoke apiKey={key} />,
      ])}
      empty="Aucune clé n’a été créée."
    />
  </>
);

const Revoke = ({ apiKey: { id, name, revokedAt } }: { readonly apiKey: ApiKey }): JSX.Element =>
  revokedAt === null ? (
    <Form action={linkTo('apiKeyRevoke', { id })}>
      <button type="submit" class="govuk-link tj-link-button">
        Révoquer<span class="govuk-visually-hidden"> la clé {name}</span>
      </button>
    </Form>
  ) : (
    <Tag tone="grey">Révoquée</Tag>
  );
