import type { ComponentChildren, JSX } from 'preact';
import { describedBy, ErrorMessage, FormGroup, Hint, RequiredMark } from './field';

interface FrameProps {
  readonly legend: ComponentChildren;
  readonly asHeading?: boolean;
  readonly required?: boolean;
  readonly 'aria-describedby'?: string;
  readonly children: ComponentChildren;
}

/** Fields that answer one question, under its words. */
export const FieldsetFrame = ({ legend, asHeading, required, children, ...rest }: FrameProps): JSX.Element => (
  <fieldset
    class="govuk-fieldset"
    {...(rest['aria-describedby'] === undefined ? {} : { 'aria-describedby': rest['aria-describedby'] })}
  >
    <legend class={asHeading === true ? 'govuk-fieldset__legend govuk-fieldset__legend--l' : 'govuk-fieldset__legend'}>
      {asHeading === true ? <h1 class="govuk-fieldset__heading">{legend}</h1> : legend}
      {required === true ? <RequiredMark /> : null}
    </legend>
    {children}
  </fieldset>
);

interface FieldsetProps {
  readonly legend: ComponentChildren;
  readonly asHeading?: boolean;
  /** Needed with a hint or an error: what they are named after. */
  readonly id?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}

export const Fieldset = ({ legend, asHeading, id = 'groupe', hint, error, children }: FieldsetProps): JSX.Element => (
  <FormGroup error={error}>
    <FieldsetFrame legend={legend} asHeading={asHeading === true} {...describedBy(id, { hint, error })}>
      {hint === undefined ? null : <Hint id={id}>{hint}</Hint>}
      {error === undefined ? null : <ErrorMessage id={id}>{error}</ErrorMessage>}
      {children}
    </FieldsetFrame>
  </FormGroup>
);
