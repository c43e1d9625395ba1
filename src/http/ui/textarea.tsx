import type { JSX } from 'preact';
import { describedBy, Field, type FieldProps } from './field';

interface TextareaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly rows?: number;
  /** With a limit, script counts what is left; the verb refuses what is longer. */
  readonly maxLength?: number;
}

export function Textarea({ rows = 4, maxLength, ...props }: TextareaProps): JSX.Element {
  const { id, name, hint, error, required = false, value } = props;
  const shown = describedBy(id, props)['aria-describedby'];
  const describing = [...(maxLength === undefined ? [] : [`${id}-info`]), ...(shown === undefined ? [] : [shown])];
  const classes = [
    'govuk-textarea',
    ...(maxLength === undefined ? [] : ['govuk-js-character-count']),
    ...(error === undefined ? [] : ['govuk-textarea--error']),
  ];
  return (
    <Field id={id} label={props.label} hint={hint} error={error} required={required} {...counted(maxLength)}>
      <textarea
        class={classes.join(' ')}
        id={id}
        name={name}
        rows={rows}
        {...(describing.length === 0 ? {} : { 'aria-describedby': describing.join(' ') })}
        {...(required ? { required } : {})}
        {...(value === undefined ? {} : { value })}
      />
      {maxLength === undefined ? null : (
        <div id={`${id}-info`} class="govuk-hint govuk-character-count__message">
          {`${String(maxLength)} caractères au plus`}
        </div>
      )}
    </Field>
  );
}

const counted = (maxLength: number | undefined) =>
  maxLength === undefined
    ? {}
    : {
        extra: 'govuk-character-count',
        attributes: { 'data-module': 'govuk-character-count', 'data-maxlength': String(maxLength) },
      };
