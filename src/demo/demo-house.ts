import type { Type } from '@nestjs/common';
import type { DemoClock } from './demo-clock';

/** What a step of the demo may use: the verbs, the clock it sets, and the folder of the samples. */
export interface DemoHouse {
  readonly verb: <T>(type: Type<T>) => T;
  readonly clock: DemoClock;
  readonly samples: string;
}

/** Who acts in the journal of the demo. */
export const ACTOR = 'démonstration';
