import type { JSX } from 'preact';
import { describedBy, Field, type FieldProps } from './field';

interface SelectProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value?: string | undefined;
}

export function Select({ id, name, label, options, value, error, hint, required = false }: SelectProps): JSX.Element {
  return (
    <Field id={id} label={label} hint={hint} error={error} required={required}>
      <select
        class={error === undefined ? 'govuk-select' : 'govuk-select govuk-select--error'}
        id={id}
        name={name}
        {...describedBy(id, { hint, error })}
        {...(required ? { required } : {})}
      >
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            {...(option.value === value ? { selected: true as const } : {})}
          >
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  );
}
