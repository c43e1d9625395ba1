import type { ComponentChildren, JSX } from 'preact';

/** What every field of a form says of itself. */
export interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** What is wrong with what was typed: a sentence shown at the field. */
  readonly error?: string | undefined;
  /** Marked with `*`; a page where only some fields are obligatory says so first, by `RequiredLegend`. */
  readonly required?: boolean;
}

/** Ids of the hint and the error that stand beside a control, as its `aria-describedby` wants them. */
export function describedBy(
  id: string,
  { hint, error }: Pick<FieldProps, 'hint' | 'error'>,
): { readonly 'aria-describedby'?: string } {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
}

export const RequiredMark = (): JSX.Element => (
  <>
    {'\u00a0'}
    <span class="tj-required" aria-hidden="true">
      *
    </span>
  </>
);

/** Said before the first field of a form where only some are obligatory. */
export const RequiredLegend = (): JSX.Element => (
  <p class="tj-fine">
    Les champs marqués d’un <span class="tj-required">*</span> sont obligatoires.
  </p>
);

export const Hint = ({ id, children }: { readonly id: string; readonly children: ComponentChildren }): JSX.Element => (
  <div id={`${id}-hint`} class="govuk-hint">
    {children}
  </div>
);

export const ErrorMessage = ({ id, children }: { readonly id: string; readonly children: string }): JSX.Element => (
  <p id={`${id}-error`} class="govuk-error-message">
    <span class="govuk-visually-hidden">Erreur :</span> {children}
  </p>
);

type GroupProps = Pick<FieldProps, 'error'> & {
  readonly extra?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children: ComponentChildren;
};

export const FormGroup = ({ error, extra, attributes, children }: GroupProps): JSX.Element => (
  <div
    class={['govuk-form-group', error === undefined ? '' : 'govuk-form-group--error', extra ?? '']
      .filter((name) => name !== '')
      .join(' ')}
    {...attributes}
  >
    {children}
  </div>
);

/** Label, hint and error of one control, in the order in which they are read, then the control. */
export const Field = ({
  id,
  label,
  hint,
  error,
  required,
  extra,
  attributes,
  children,
}: Omit<FieldProps, 'name'> & GroupProps): JSX.Element => (
  <FormGroup
    error={error}
    {...(extra === undefined ? {} : { extra })}
    {...(attributes === undefined ? {} : { attributes })}
  >
    <label class="govuk-label" for={id}>
      {label}
      {required === true ? <RequiredMark /> : null}
    </label>
    {hint === undefined ? null : <Hint id={id}>{hint}</Hint>}
    {error === undefined ? null : <ErrorMessage id={id}>{error}</ErrorMessage>}
    {children}
  </FormGroup>
);
