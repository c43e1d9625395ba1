import { headcountOfHundredths, type Headcount } from './headcount';

export type TariffMode = 'COLLECTIVE' | 'MIXED' | 'INDIVIDUAL';

/** Where the thresholds are the same: they differ in Alsace-Moselle, and there for the BTP. */
export type TariffZone = 'ELSEWHERE' | 'ALSACE_MOSELLE' | 'ALSACE_MOSELLE_BTP';

/** The individual part of a mixed rate, exactly: (slope × headcount in hundredths + offset) / over. */
interface Share {
  readonly slope: number;
  readonly offset: number;
  readonly over: number;
}

interface Band {
  readonly mixedFrom: Headcount;
  readonly individualFrom: Headcount;
  /** The article that sets the thresholds. */
  readonly article: string;
  readonly place: string;
  readonly individualShare: Share;
}

const people = (count: number): Headcount => headcountOfHundredths(count * 100);

export const BANDS: Readonly<Record<TariffZone, Band>> = {
  ELSEWHERE: {
    mixedFrom: people(20),
    individualFrom: people(150),
    article: 'CSS D. 242-6-2',
    place: 'hors Alsace-Moselle',
    // D. 242-6-13: 0,9/130 × (E − 20) + 0,1; the older (E − 19)/131 is obsolete.
    individualShare: { slope: 9, offset: -5_000, over: 130_000 },
  },
  ALSACE_MOSELLE: {
    mixedFrom: people(50),
    individualFrom: people(150),
    article: 'CSS D. 242-30',
    place: 'en Alsace-Moselle, hors BTP',
    // D. 242-37: (0,075 × E − 1,25) / 10.
    individualShare: { slope: 3, offset: -5_000, over: 40_000 },
  },
  ALSACE_MOSELLE_BTP: {
    mixedFrom: people(50),
    individualFrom: people(300),
    article: 'CSS D. 242-30',
    place: 'en Alsace-Moselle, dans le BTP',
    // D. 242-37: (0,075 × E + 2,5) / 25.
    individualShare: { slope: 3, offset: 10_000, over: 100_000 },
  },
};

export function modeByHeadcount(headcount: Headcount, zone: TariffZone): TariffMode {
  const { mixedFrom, individualFrom } = BANDS[zone];
  if (headcount < mixedFrom) return 'COLLECTIVE';
  return headcount < individualFrom ? 'MIXED' : 'INDIVIDUAL';
}
