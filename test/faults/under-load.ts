import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Agency } from '#bench/agency';
import { work } from '#bench/office';
import type { Exchange } from '#bench/visitor';

const END = /^\/taches\/(\d+)\/confirmation$/;
/** Pages until somebody who signs in has been shown one of the inside. */
const SIGNED_IN = 5;
const CODES = ['553AC', '602MG', '452BE'];

/** What people and a program were told to have succeeded, while everything around them breaks. */
export interface Load {
  /** Pages shown and forms taken, of those at work now. */
  readonly exchanges: readonly Exchange[];
  /** Numbers of the deposits that the program was told are kept. */
  readonly deposits: readonly number[];
  /** Ends the day; rejects when somebody could not go on. */
  end(): Promise<void>;
}

/** Everybody at work, signed in when this resolves, and a program that sends a small document of its own again and again. */
export async function startLoad(base: string, { people, key }: Agency): Promise<Load> {
  const evening = new AbortController();
  setMaxListeners(0, evening.signal);
  const exchanges: Exchange[] = [];
  const deposits: number[] = [];
  const seen = people.map(() => 0);
  const days = people.map((person, place) => {
    const told = (exchange: Exchange): void => {
      exchanges.push(exchange);
      seen[place] = (seen[place] ?? 0) + 1;
    };
    return work(base, person, place, { told, think: 200, until: evening.signal });
  });
  const program = async (): Promise<void> => {
    for (let number = 0; !evening.signal.aborted; number++) {
      const deposit = await sendFeed(base, key, smallFeed(number));
      if (deposit !== null) deposits.push(deposit);
      await sleep(150);
    }
  };
  const all = Promise.all([...days, program()]);
  const start = performance.now();
  while (seen.some((pages) => pages < SIGNED_IN)) {
    if (performance.now() - start > 60_000) throw new Error(`Not everybody came in: ${seen.join(', ')} pages.`);
    await Promise.race([all, sleep(50)]);
  }
  // From here on it is heard at the end.
  all.catch(() => undefined);
  return {
    exchanges,
    deposits,
    end: async () => {
      evening.abort();
      await all;
    },
  };
}

/** One line about an establishment that nobody knows, different for each number. */
function smallFeed(number: number): string {
  const code = CODES[number % CODES.length] ?? '553AC';
  const time = new Date(Date.UTC(2026, 0, 5, 6, 0, number)).toISOString().slice(0, 19);
  return `siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul\n732829320,00074,DD,01,${code},N,1.80,2026-01-01,${time}\n`;
}

/** The number of the deposit; null when it was not taken. */
export async function sendFeed(base: string, key: string, body: string): Promise<number | null> {
  const answer = await fetch(`${base}/api/v1/feeds?name=petit.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body,
  });
  const told = (await answer.json()) as { deposit?: number };
  return answer.status === 202 || answer.status === 200 ? (told.deposit ?? null) : null;
}

/** The successes that were told and of which the base knows nothing. */
export async function lostSuccesses(client: Client, { exchanges, deposits }: Load): Promise<unknown[]> {
  const done = exchanges.flatMap(({ location }) => END.exec(location ?? '')?.[1] ?? []);
  const { rows } = await client.query<{ what: string; id: string }>(
    `SELECT 'task' AS what, id FROM unnest($1::bigint[]) id WHERE NOT EXISTS (SELECT 1 FROM task t WHERE t.id = id AND t.status = 'DONE')
     UNION ALL
     SELECT 'deposit', id FROM unnest($2::bigint[]) id WHERE NOT EXISTS (SELECT 1 FROM deposit d WHERE d.id = id)`,
    [done, deposits],
  );
  return rows;
}
