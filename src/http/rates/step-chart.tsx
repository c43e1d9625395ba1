import type { JSX } from 'preact';
import type { RateSeries, RateStep } from '#domain/rates/history';
import { keyText } from '#domain/rates/profile';
import { addDays, daysBetween, frenchDate, type LocalDate } from '#domain/values/local-date';
import { frenchRate, rateOfHundredths, type Rate } from '#domain/values/rate';
import { ChartLegend, nameOf } from './chart-legend';
import { linearScale, roundTicks } from './scale';

interface StepChartProps {
  /** Of the establishment; a line of its own for each. */
  readonly series: readonly RateSeries[];
  /** Of the Journal officiel, thin and dashed. */
  readonly national: readonly RateSeries[];
  readonly today: LocalDate;
  readonly title: string;
}

const WIDTH = 720;
const HEIGHT = 280;
const PLOT = { left: 64, right: 16, top: 16, bottom: 36 };
const YEARS_SHOWN = 6;
const Y_TICKS = 5;
/** Beyond it lines cannot be told apart: the table beside the chart has them all. */
const MOST_SERIES = 6;

/** Rates over time as steps, made on the server from two even scales. The history stands in a table beside it. */
export function StepChart({ series, national, today, title }: StepChartProps): JSX.Element | null {
  const own = series.slice(0, MOST_SERIES);
  const range = rangeOf(own, today);
  const drawn = [...own, ...national]
    .flatMap(({ steps }) => steps)
    .filter(({ until }) => until === null || until >= range.from);
  if (drawn.length === 0) return null;
  const ticks = roundTicks(Math.max(...drawn.map(({ rate }) => rate)), Y_TICKS);
  const x = linearScale([0, daysBetween(range.from, range.to)], [PLOT.left, WIDTH - PLOT.right]);
  const y = linearScale([0, ticks.at(-1) ?? 1], [HEIGHT - PLOT.bottom, PLOT.top]);
  const frame: Frame = { range, at: (day) => x(daysBetween(range.from, day)), level: (rate) => y(rate) };
  return (
    <figure class="tj-chart">
      <div class="tj-chart__scroll" role="region" aria-label={title} tabIndex={0}>
        <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-labelledby="courbe-titre courbe-texte">
          <title id="courbe-titre">{title}</title>
          <desc id="courbe-texte">{described(own, range)}</desc>
          <Grid frame={frame} ticks={ticks} />
          {national.map((line) => (
            <path key={keyText(line.key)} class="tj-chart__national" d={pathOf(line.steps, frame)} />
          ))}
          {own.map((line, index) => (
            <path
              key={keyText(line.key)}
              class={`tj-chart__own tj-chart__own--${String(index + 1)}`}
              d={pathOf(line.steps, frame)}
            />
          ))}
          <Today frame={frame} today={today} />
        </svg>
      </div>
      <ChartLegend own={own} national={national} today={today} />
    </figure>
  );
}

interface Range {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

interface Frame {
  readonly range: Range;
  readonly at: (day: LocalDate) => number;
  readonly level: (rate: Rate) => number;
}

/** Whole years: those of the latest changes, up to the end of this year or of the last change known. */
function rangeOf(series: readonly RateSeries[], today: LocalDate): Range {
  const days = series.flatMap(({ steps }) => steps.map(({ from }) => from)).sort();
  const yearOf = (day: LocalDate | undefined): number => Number((day ?? today).slice(0, 4));
  const last = Math.max(yearOf(today), yearOf(days.at(-1)));
  const first = Math.max(Math.min(yearOf(days[0]), yearOf(today) - 2), last - YEARS_SHOWN + 1);
  return { from: `${String(first)}-01-01` as LocalDate, to: `${String(last)}-12-31` as LocalDate };
}

/** Horizontal where a rate holds, upright where it changes at once to the next; cut where there is a gap. */
function pathOf(steps: readonly RateStep[], { range, at, level }: Frame): string {
  let path = '';
  let before: RateStep | null = null;
  for (const step of steps) {
    // A rate holds through its last day: the line goes on to where the next one begins.
    const end = step.until === null || step.until >= range.to ? range.to : addDays(step.until, 1);
    if (end <= range.from || step.from > range.to) continue;
    const [start, height] = [
      coordinate(at(step.from < range.from ? range.from : step.from)),
      coordinate(level(step.rate)),
    ];
    const joined = before?.until != null && addDays(before.until, 1) === step.from;
    path += joined ? `V${height}` : `M${start} ${height}`;
    path += `H${coordinate(at(end))}`;
    before = step;
  }
  return path;
}

const coordinate = (pixels: number): string => String(Math.round(pixels * 10) / 10);

const Grid = ({ frame, ticks }: { readonly frame: Frame; readonly ticks: readonly number[] }): JSX.Element => {
  const { range, at, level } = frame;
  const years = Array.from(
    { length: Number(range.to.slice(0, 4)) - Number(range.from.slice(0, 4)) + 1 },
    (_, index) => Number(range.from.slice(0, 4)) + index,
  );
  return (
    <g class="tj-chart__grid" aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={PLOT.left}
            x2={WIDTH - PLOT.right}
            y1={coordinate(level(rateOfHundredths(tick)))}
            y2={coordinate(level(rateOfHundredths(tick)))}
          />
          <text x={PLOT.left - 8} y={coordinate(level(rateOfHundredths(tick)) + 5)} text-anchor="end">
            {frenchRate(rateOfHundredths(tick))}
          </text>
        </g>
      ))}
      {years.map((year) => (
        <g key={year}>
          <line
            x1={coordinate(at(firstOf(year)))}
            x2={coordinate(at(firstOf(year)))}
            y1={HEIGHT - PLOT.bottom}
            y2={HEIGHT - PLOT.bottom + 6}
          />
          <text
            x={coordinate(at(`${String(year)}-07-01` as LocalDate))}
            y={HEIGHT - PLOT.bottom + 22}
            text-anchor="middle"
          >
            {year}
          </text>
        </g>
      ))}
    </g>
  );
};

const firstOf = (year: number): LocalDate => `${String(year)}-01-01` as LocalDate;

const Today = ({ frame, today }: { readonly frame: Frame; readonly today: LocalDate }): JSX.Element | null =>
  today < frame.range.from || today > frame.range.to ? null : (
    <line
      class="tj-chart__today"
      x1={coordinate(frame.at(today))}
      x2={coordinate(frame.at(today))}
      y1={PLOT.top}
      y2={HEIGHT - PLOT.bottom}
      aria-hidden="true"
    />
  );

function described(series: readonly RateSeries[], { from, to }: Range): string {
  const lines = series.map(({ key, steps }) => {
    const words = steps.map((step) => `${frenchRate(step.rate)} à partir du ${frenchDate(step.from)}`);
    return `${nameOf(key)} : ${words.join(', ')}`;
  });
  return `Du ${frenchDate(from)} au ${frenchDate(to)}. ${lines.join('. ')}.`;
}
