import type { ComponentChildren, JSX } from 'preact';
import { describedBy, ErrorMessage, FormGroup, Hint } from './field';
import { FieldsetFrame } from './fieldset';
import type { Choice } from './radios';

interface CheckboxesProps {
  readonly name: string;
  /** Left out where a single box says by its label what it is about. */
  readonly legend?: ComponentChildren;
  readonly asHeading?: boolean;
  readonly options: readonly Choice[];
  /** Those that are ticked. */
  readonly values?: readonly string[];
  readonly error?: string | undefined;
  readonly hint?: ComponentChildren;
}

/** Any number of choices. The first control's id is the name, so that the error summary leads to it. */
export function Checkboxes(props: CheckboxesProps): JSX.Element {
  const { name, legend, asHeading, options, values = [], error, hint } = props;
  const described = describedBy(name, { hint, error });
  const content = (
    <>
      {hint === undefined ? null : <Hint id={name}>{hint}</Hint>}
      {error === undefined ? null : <ErrorMessage id={name}>{error}</ErrorMessage>}
      <div class="govuk-checkboxes" data-module="govuk-checkboxes">
        {options.map((option, index) => (
          <Checkbox
            key={option.value}
            {...option}
            id={index === 0 ? name : `${name}-${String(index + 1)}`}
            name={name}
            checked={values.includes(option.value)}
            described={legend === undefined ? described['aria-describedby'] : undefined}
          />
        ))}
      </div>
    </>
  );
  return (
    <FormGroup error={error}>
      {legend === undefined ? (
        content
      ) : (
        <FieldsetFrame legend={legend} asHeading={asHeading === true} {...described}>
          {content}
        </FieldsetFrame>
      )}
    </FormGroup>
  );
}

interface CheckboxProps extends Choice {
  readonly id: string;
  readonly name: string;
  readonly checked: boolean;
  readonly described: string | undefined;
}

function Checkbox({ id, name, value, label, hint, conditional, checked, described }: CheckboxProps): JSX.Element {
  const ids = [...(described === undefined ? [] : [described]), ...(hint === undefined ? [] : [`${id}-item-hint`])];
  return (
    <>
      <div class="govuk-checkboxes__item">
        <input
          class="govuk-checkboxes__input"
          id={id}
          name={name}
          type="checkbox"
          value={value}
          {...(checked ? { checked } : {})}
          {...(conditional === undefined ? {} : { 'data-aria-controls': `conditional-${id}` })}
          {...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') })}
        />
        <label class="govuk-label govuk-checkboxes__label" for={id}>
          {label}
        </label>
        {hint === undefined ? null : (
          <div id={`${id}-item-hint`} class="govuk-hint govuk-checkboxes__hint">
            {hint}
          </div>
        )}
      </div>
      {conditional === undefined ? null : (
        <div
          class={`govuk-checkboxes__conditional${checked ? '' : ' govuk-checkboxes__conditional--hidden'}`}
          id={`conditional-${id}`}
        >
          {conditional}
        </div>
      )}
    </>
  );
}

interface SelectionProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** What is selected, for those who do not see the row. */
  readonly label: string;
  readonly checked?: boolean;
}

/** The box that selects one row of a table. */
export const RowSelection = ({ id, name, value, label, checked = false }: SelectionProps): JSX.Element => (
  <div class="govuk-checkboxes govuk-checkboxes--small tj-row-selection">
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        id={id}
        name={name}
        type="checkbox"
        value={value}
        {...(checked ? { checked } : {})}
      />
      <label class="govuk-label govuk-checkboxes__label" for={id}>
        <span class="govuk-visually-hidden">{label}</span>
      </label>
    </div>
  </div>
);
