import type { JSX } from 'preact';
import type { RateSeries, RateStep } from '#domain/rates/history';
import { keyText } from '#domain/rates/profile';
import { frenchDate, type LocalDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { dsnCode } from '#domain/values/risk-code';

interface LegendProps {
  readonly own: readonly RateSeries[];
  readonly national: readonly RateSeries[];
  readonly today: LocalDate;
}

/** Which line is which, in words: colour alone would not do. */
export const ChartLegend = ({ own, national, today }: LegendProps): JSX.Element => (
  <figcaption>
    <ul class="tj-chart__legend">
      {own.map(({ key, steps }, index) => (
        <li key={keyText(key)}>
          <Swatch name={`own tj-chart__own--${String(index + 1)}`} /> {nameOf(key)} : {lastRate(steps)}
        </li>
      ))}
      {national.map(({ key, steps }) => (
        <li key={keyText(key)}>
          <Swatch name="national" /> taux national {nameOf(key)} : {lastRate(steps)}
        </li>
      ))}
      <li>
        <Swatch name="today" /> {frenchDate(today)}
      </li>
    </ul>
  </figcaption>
);

const Swatch = ({ name }: { readonly name: string }): JSX.Element => (
  <svg class="tj-chart__swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true" focusable="false">
    <path class={`tj-chart__${name}`} d="M0 4H28" />
  </svg>
);

export const nameOf = ({ code, office, section }: RateSeries['key']): string =>
  section === null ? dsnCode(code, office) : `${dsnCode(code, office)} (section ${section})`;

const lastRate = (steps: readonly RateStep[]): string => {
  const last = steps.at(-1);
  return last === undefined ? 'inconnu' : frenchRate(last.rate);
};
