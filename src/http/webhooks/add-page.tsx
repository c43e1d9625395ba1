import type { JSX } from 'preact';
import { EVENT_TYPES, EVENT_WORDS } from '#domain/events/event';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { TextInput } from '../ui/text-input';

/** As typed. */
export interface AddFields {
  readonly url: string;
  readonly siren: string;
  readonly types: readonly string[];
}

interface Props {
  readonly typed: AddFields;
  readonly errors: readonly FieldError[];
}

export const AddPage = ({ typed, errors }: Props): JSX.Element => (
  <>
    <PageHeading>Ajouter un webhook</PageHeading>
    <Form action={PATHS.webhookAdd}>
      <TextInput
        id="url"
        name="url"
        label="Adresse"
        hint="En https, joignable depuis l’internet, sans nom ni mot de passe."
        value={typed.url}
        error={errorAt(errors, 'url')}
        autocomplete="off"
      />
      <TextInput
        id="siren"
        name="siren"
        label="Entreprise (facultatif)"
        hint="Le SIREN de la seule entreprise à suivre. Laissez vide pour toutes."
        value={typed.siren}
        error={errorAt(errors, 'siren')}
        inputMode="numeric"
        width={10}
        autocomplete="off"
      />
      <Checkboxes
        name="types"
        legend="Événements à envoyer"
        options={EVENT_TYPES.map((type) => ({ value: type, label: EVENT_WORDS[type], hint: type }))}
        values={typed.types}
        error={errorAt(errors, 'types')}
      />
      <Button>Ajouter</Button>
    </Form>
  </>
);
