import type { JSX } from 'preact';
import { describedBy, Field, type FieldProps } from './field';

interface FileInputProps extends FieldProps {
  /** Endings or types that the browser proposes; what is really inside is checked by the verb. */
  readonly accept?: string;
  readonly multiple?: boolean;
}

export function FileInput({ id, name, label, hint, error, accept, multiple, required }: FileInputProps): JSX.Element {
  return (
    <Field id={id} label={label} hint={hint} error={error} required={required === true}>
      <input
        class={error === undefined ? 'govuk-file-upload' : 'govuk-file-upload govuk-file-upload--error'}
        id={id}
        name={name}
        type="file"
        {...(accept === undefined ? {} : { accept })}
        {...(multiple === true ? { multiple } : {})}
        {...(required === true ? { required } : {})}
        {...describedBy(id, { hint, error })}
      />
    </Field>
  );
}
