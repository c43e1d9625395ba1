import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { contentsOf, leftInStaging, standingOf, type Contents, type Standing } from '../faults/ledger';
import { killedAt, openExperiments, type Copy, type Experiments } from '../faults/killed-ingest';
import { stopNamed } from '../faults/stops';
import { startWorker, type RunningWorker } from './running-worker';

const CHUNKS = 60;

/** A base and a feed of sixty chunks, and what one process leaves of it. */
export interface SharedBatch {
  readonly experiments: Experiments;
  readonly whole: Contents;
}

export async function openSharedBatch(): Promise<SharedBatch> {
  const experiments = await openExperiments(CHUNKS * 20, 20);
  const reference = await experiments.copy();
  await reference.ingest();
  const whole = await contentsOf(reference.client);
  await reference.drop();
  return { experiments, whole };
}

/** The batch decided by a process that died before its first chunk: all of it is left to workers, who take their time. */
export async function decidedCopy({ experiments }: SharedBatch): Promise<Copy> {
  const copy = await experiments.copy();
  await killedAt(copy, stopNamed('decided, no chunk begun'));
  await noteWhoApplies(copy);
  return copy;
}

/** Each chunk takes its time and leaves a row that says who applied it. */
export const noteWhoApplies = (copy: Copy): Promise<void> =>
  noteWho(copy, { did: 'applied', part: 'chunk', when: `NEW.state = 'APPLIED'`, seconds: 0.05 });

/** Each stretch takes its time and leaves a row that says who decided it. */
export const noteWhoDecides = (copy: Copy): Promise<void> =>
  noteWho(copy, { did: 'decided', part: 'stretch', when: 'NEW.result IS NOT NULL', seconds: 0.7 });

interface Noted {
  readonly did: 'applied' | 'decided';
  readonly part: 'chunk' | 'stretch';
  readonly when: string;
  readonly seconds: number;
}

async function noteWho({ client }: Copy, { did, part, when, seconds }: Noted): Promise<void> {
  await client.query(`
    CREATE TABLE ${did} (${part} integer, who text);
    CREATE FUNCTION ${did}_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      PERFORM pg_sleep(${seconds});
      INSERT INTO public.${did} VALUES (NEW.${part}, current_setting('lock_timeout'));
      RETURN NEW;
    END $$;
    CREATE TRIGGER ${did}_by AFTER UPDATE ON batch_${part} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${did}_by()`);
}

/** Known to the database by a setting of its sessions that changes nothing else: the name is one of the program's own. */
export function startNamed(
  name: keyof typeof NAMES,
  copy: Copy,
  more: Readonly<Record<string, string>> = {},
): RunningWorker {
  const url = new URL(copy.url);
  url.searchParams.set('lock_timeout', NAMES[name]);
  return startWorker({ DATABASE_URL: url.toString(), LOG_LEVEL: 'warn', ...more });
}

const NAMES = { A: '600001', B: '600002' } as const;

/** Waits until so many chunks are applied; where the batch then stands. */
export async function appliedAtLeast({ client }: Copy, count: number): Promise<Standing> {
  for (;;) {
    const standing = await standingOf(client);
    if (standing !== null && Object.keys(standing.chunks).length >= count) return standing;
    await sleep(20);
  }
}

/** The workers that applied at least one chunk. */
export const whoWorked = (copy: Copy): Promise<string[]> => whoDid(copy, 'applied');

export async function whoDid({ client }: Copy, what: Noted['did']): Promise<string[]> {
  const { rows } = await client.query<{ who: string }>(`SELECT DISTINCT who FROM ${what} ORDER BY who`);
  return rows.map(({ who }) => Object.entries(NAMES).find(([, setting]) => who === `${setting}ms`)?.[0] ?? who);
}

/** The working tables are dropped after the commit that ends the batch, or else by the next ring of the sweep. */
const TIDIED_WITHIN_MS = 30_000;

/** Every chunk once, and everything as one process alone would have left it. */
export async function expectWhole({ client }: Copy, { whole }: SharedBatch): Promise<void> {
  expect(await contentsOf(client)).toEqual(whole);
  const { rows } = await client.query<{ times: number }>(
    'SELECT max(times)::integer AS times FROM (SELECT count(*) AS times FROM applied GROUP BY chunk) t',
  );
  expect(rows).toEqual([{ times: 1 }]);
  const ended = performance.now();
  while ((await leftInStaging(client)).length > 0 && performance.now() - ended < TIDIED_WITHIN_MS) await sleep(50);
  expect(await leftInStaging(client)).toEqual([]);
}

export async function killHard({ child }: RunningWorker): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
