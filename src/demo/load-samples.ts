import { frenchMoment } from '#application/ports/paris';
import type { DemoHouse } from './demo-house';
import { LAST_INSTANT, STEPS } from './steps';
import { spread, wrapped } from './terminal';

/** Plays every step on its day; each is idempotent, so that a demo cut in the middle is played again from its start. */
export async function loadSamples(house: DemoHouse, say: (text: string) => void): Promise<void> {
  for (const { at, title, run } of STEPS) {
    house.clock.instant = at;
    const [outcome = '', ...more] = await run(house);
    say(spread(`  ${frenchMoment(at)}  ${title}`, outcome));
    for (const line of more) say(wrapped(line, 22));
  }
  house.clock.instant = LAST_INSTANT;
}
