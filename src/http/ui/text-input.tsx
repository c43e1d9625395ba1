import { createElement, type ComponentChildren, type JSX } from 'preact';
import { describedBy, Field, type FieldProps } from './field';

interface TextInputProps extends FieldProps {
  readonly value?: string | undefined;
  readonly inputMode?: 'numeric' | 'decimal' | 'text' | 'email';
  readonly autocomplete?: string;
  /** Room for so many characters. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20;
  /** Unit after the field; said in the label too, because it is not read aloud. */
  readonly suffix?: string;
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'month' | 'search';
  /** Id of a `datalist` with what may be chosen. */
  readonly list?: string;
  readonly children?: ComponentChildren;
}

export function TextInput(props: TextInputProps): JSX.Element {
  const { id, label, hint, error, required = false, suffix, children } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error} required={required}>
      {suffix === undefined ? (
        <Control {...props} />
      ) : (
        <div class="govuk-input__wrapper">
          <Control {...props} />
          <div class="govuk-input__suffix" aria-hidden="true">
            {suffix}
          </div>
        </div>
      )}
      {children}
    </Field>
  );
}

/** Made without JSX, whose types want one element written out per `type`. */
function Control({
  id,
  name,
  hint,
  error,
  value,
  inputMode,
  width,
  type = 'text',
  ...rest
}: TextInputProps): JSX.Element {
  const classes = [
    'govuk-input',
    ...(width === undefined ? [] : [`govuk-input--width-${String(width)}`]),
    ...(error === undefined ? [] : ['govuk-input--error']),
  ];
  return createElement('input', {
    class: classes.join(' '),
    id,
    name,
    type,
    ...(value === undefined ? {} : { value }),
    ...describedBy(id, { hint, error }),
    ...(inputMode === undefined ? {} : { inputmode: inputMode }),
    ...(rest.required === true ? { required: true } : {}),
    ...(rest.autocomplete === undefined ? {} : { autocomplete: rest.autocomplete }),
    ...(rest.list === undefined ? {} : { list: rest.list }),
  });
}
