import type { JSX } from 'preact';
import { SHORTEST_PASSWORD } from '#domain/access/password';
import { TextInput } from '../ui/text-input';

interface Props {
  readonly error?: string | undefined;
}

/** The field for a new password, with what is asked of it. */
export const ChoosePassword = ({ error }: Props): JSX.Element => (
  <TextInput
    id="new-password"
    name="new-password"
    label="Nouveau mot de passe"
    type="password"
    autocomplete="new-password"
    hint={`Au moins ${SHORTEST_PASSWORD} caractères, sans votre nom : trois mots sans lien entre eux conviennent.`}
    error={error}
  />
);
