import { AskWhatIsMissing } from '#application/schedule/ask-what-is-missing';
import { RunScheduled } from '#application/schedule/run-scheduled';
import { House, type Settings } from '#application/house';
import { Clock, WallClock } from '#application/ports/clock';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { createDataSource, Database } from '#storage/database';
import { Test } from '@nestjs/testing';
import { TestClock, type TestHouse } from '../../support/test-house';

const NEVER = new AbortController().signal;
/** A run that waits for another is asked for again: more rounds than any chain of them is long. */
const ROUNDS = 4;

/** What a beat does at this instant: asks what is missing and makes it, until nothing is. */
export async function beat(house: Pick<TestHouse, 'verb' | 'clock'>, instant: string): Promise<void> {
  house.clock.instant = instant;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = await house.verb(AskWhatIsMissing).run();
    if (wanted.length === 0) return;
    for (const id of wanted) await house.verb(RunScheduled).run(id, NEVER);
  }
}

export interface RunRow {
  readonly run: string;
  readonly due: string;
  readonly outcome: string | null;
  readonly attempts: number;
  readonly replaces: number;
  readonly report: string | null;
  readonly error: string | null;
}

/** Every run there is, `name slot`, in the order in which they fell due. */
export const runs = (house: Pick<TestHouse, 'sql'>): Promise<RunRow[]> =>
  house.sql<RunRow>(
    `SELECT name || ' ' || slot AS run, to_char(due_at, 'YYYY-MM-DD"T"HH24:MI"Z"') AS due, outcome, attempts, replaces,
       report, error
     FROM schedule_run WHERE outcome IS DISTINCT FROM 'BASELINE' ORDER BY due_at, name`,
  );

export interface Instance extends Pick<TestHouse, 'verb' | 'clock'> {
  close(): Promise<void>;
}

/** Another process on the same base, as far as the base can tell. */
export async function anotherInstance(
  { url }: TestHouse,
  now: string,
  more: Pick<Settings, 'feeds'> = {},
): Promise<Instance> {
  const source = await createDataSource(url, 6).initialize();
  const settings = { dataDir: '', databaseUrl: url, now, policy: DEFAULT_POLICY, ...more };
  const open = { database: new Database(source), url, settings, close: () => Promise.resolve() };
  const clock = new TestClock(now);
  const module = await Test.createTestingModule({ imports: [House.of(open)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(WallClock)
    .useValue(clock)
    .compile();
  return {
    clock,
    verb: (type) => module.get(type),
    close: async () => {
      await module.close();
      await source.destroy();
    },
  };
}
