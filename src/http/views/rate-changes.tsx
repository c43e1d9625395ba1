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
            {code} <b>{before === null ? after : `${before} → ${after ?? ''}`}</b>
          </span>
          {label === null ? null : <span class="tj-fine tj-below">{label}</span>}
        </li>
      ))}
    </ul>
  );
