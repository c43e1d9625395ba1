import type { JSX } from 'preact';
import type { ReasonAnswer } from '#domain/journey/answers';
import type { CheckedProfile } from '#domain/journey/check';
import { reasonFor, type Warning } from '#domain/journey/warnings';
import { errorAt, type FieldError } from '../page/page';
import { Textarea } from '../ui/textarea';

interface FindingsProps {
  readonly checked: CheckedProfile;
  readonly reasons: readonly ReasonAnswer[];
  /** Place, among all warnings of the page that want a reason, of the first of this profile; from 1. */
  readonly firstReason: number;
  /** Faults are shown here only while typing: a form that was sent shows them at their fields. */
  readonly withFaults: boolean;
  readonly errors: readonly FieldError[];
}

/** What there is to say about a typed profile: the name of its code, what is doubtful, and why it is right all the same. */
export function Findings({ checked, reasons, firstReason, withFaults, errors }: FindingsProps): JSX.Element {
  const { label, faults, warnings } = checked;
  const notes = warnings.filter(({ level }) => level === 'NOTE');
  const doubts = warnings.filter(({ level }) => level === 'REASON');
  return (
    <>
      {label === null ? null : (
        <p class="tj-finding">
          Code choisi : <strong>{label}</strong>
        </p>
      )}
      {withFaults
        ? faults.map(({ field, message }) => (
            <p key={field} class="tj-finding tj-finding--fault">
              {message}
            </p>
          ))
        : null}
      {notes.map(({ key, message, article }) => (
        <p key={key} class="tj-finding">
          {message} <span class="tj-fine">({article})</span>
        </p>
      ))}
      {doubts.map((warning, index) => (
        <Doubt
          key={warning.key}
          warning={warning}
          place={firstReason + index}
          reason={reasonFor(warning, reasons)}
          errors={errors}
        />
      ))}
    </>
  );
}

interface DoubtProps {
  readonly warning: Warning;
  readonly place: number;
  readonly reason: string | null;
  readonly errors: readonly FieldError[];
}

/** One warning, and the place to say why it does not hold. */
export const Doubt = ({ warning, place, reason, errors }: DoubtProps): JSX.Element => (
  <div class="tj-doubt">
    <p>
      <strong>À vérifier.</strong> {warning.message} <span class="tj-fine">({warning.article})</span>
    </p>
    <input type="hidden" name={`warning-${String(place)}`} value={warning.key} />
    <Textarea
      id={`reason-${String(place)}`}
      name={`reason-${String(place)}`}
      label="Si c’est juste, dites pourquoi"
      hint="Par exemple « notification du 3 janvier ». Le motif est gardé avec la réponse."
      rows={2}
      value={reason ?? ''}
      error={reasonError(errors, place)}
    />
  </div>
);

/** The warning itself stands right above, and in the summary. */
const reasonError = (errors: readonly FieldError[], place: number): string | undefined =>
  errorAt(errors, `reason-${String(place)}`) === undefined
    ? undefined
    : 'Corrigez le taux, ou dites ici pourquoi il est juste.';

/** For each profile, where its first reason stands among those of the page. */
export const firstReasons = (checked: readonly CheckedProfile[]): readonly number[] =>
  checked.map(
    (_, index) =>
      1 +
      checked
        .slice(0, index)
        .flatMap(({ warnings }) => warnings)
        .filter(({ level }) => level === 'REASON').length,
  );
