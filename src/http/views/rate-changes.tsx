import type { JSX } from 'preact';
import type { RateChange } from '#application/overview/verdict-line';

/** Codes with their rates, before → after where there was one. */
export const RateChanges = ({ rates }: { readonly rates: readonly RateChange[] }): JSX.Element =>
  rates.length === 0 ? (
    <>—</>
  ) : (
    <ul class="tj-plain-list">
      {rates.map(({ code, label, before, after }) => (
        <li key={code}>
          <span class="tj-figures">
            {code} <b>{changeWords(before, after)}</b>
          </span>
          {label === null ? null : <span class="tj-fine tj-below">{label}</span>}
        </li>
      ))}
    </ul>
  );

function changeWords(before: string | null, after: string | null): string {
  if (before === null) return after ?? 'sans taux';
  if (after === null) return `${before} → fin`;
  return before === after ? `${after}, inchangé` : `${before} → ${after}`;
}
