import type { ComponentChildren, JSX } from 'preact';
import { describedBy, ErrorMessage, FormGroup, Hint } from './field';
import { FieldsetFrame } from './fieldset';

export interface Choice {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** Shown under the choice; hidden by script while another is chosen. */
  readonly conditional?: ComponentChildren;
}

interface RadiosProps {
  readonly name: string;
  readonly legend: ComponentChildren;
  /** The legend is the heading of the page. */
  readonly asHeading?: boolean;
  readonly options: readonly Choice[];
  readonly value?: string | undefined;
  readonly error?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly inline?: boolean;
  readonly required?: boolean;
}

/** One choice among several. The first control's id is the name, so that the error summary leads to it. */
export function Radios(props: RadiosProps): JSX.Element {
  const { name, options, value, error, hint, inline = false } = props;
  return (
    <FormGroup error={error}>
      <FieldsetFrame {...props} {...describedBy(name, { hint, error })}>
        {hint === undefined ? null : <Hint id={name}>{hint}</Hint>}
        {error === undefined ? null : <ErrorMessage id={name}>{error}</ErrorMessage>}
        <div class={inline ? 'govuk-radios govuk-radios--inline' : 'govuk-radios'} data-module="govuk-radios">
          {options.map((option, index) => (
            <Radio
              key={option.value}
              {...option}
              id={index === 0 ? name : `${name}-${String(index + 1)}`}
              name={name}
              checked={option.value === value}
            />
          ))}
        </div>
      </FieldsetFrame>
    </FormGroup>
  );
}

const Radio = ({
  id,
  name,
  value,
  label,
  hint,
  conditional,
  checked,
}: Choice & { readonly id: string; readonly name: string; readonly checked: boolean }): JSX.Element => (
  <>
    <div class="govuk-radios__item">
      <input
        class="govuk-radios__input"
        id={id}
        name={name}
        type="radio"
        value={value}
        {...(checked ? { checked } : {})}
        {...(conditional === undefined ? {} : { 'data-aria-controls': `conditional-${id}` })}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-item-hint` })}
      />
      <label class="govuk-label govuk-radios__label" for={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div id={`${id}-item-hint`} class="govuk-hint govuk-radios__hint">
          {hint}
        </div>
      )}
    </div>
    {conditional === undefined ? null : (
      <div
        class={checked ? 'govuk-radios__conditional' : 'govuk-radios__conditional govuk-radios__conditional--hidden'}
        id={`conditional-${id}`}
      >
        {conditional}
      </div>
    )}
  </>
);
