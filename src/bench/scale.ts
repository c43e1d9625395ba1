import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { writeJanuary } from './january';
import { answer, median, rounded, say } from './say';
import { aloneOn, shared, type Cost, type Measured, type Run } from './scale-run';
import { openBenchServer, type BenchServer } from './server';

const WAYS = (['postgres', 'redis'] as const).flatMap((queue) => [1, 2].map((workers) => ({ queue, workers })));

/**
 * Everything once, one way after the other, and the process without a queue first and last: a machine that grows slower
 * or faster meanwhile would else count for or against the queue.
 */
interface Round {
  /** Half way between the first and the last. */
  readonly alone: Cost;
  readonly measured: readonly Measured[];
}

/**
 * The same January, deposited, and taken in by one process without a queue, then by one and by two workers on each queue;
 * `rounds` times, of which medians are told.
 */
export async function benchScale(entry: string, rows: number, rounds: number): Promise<void> {
  say(`Préparation : ${rows} établissements…`);
  const server = await openBenchServer(rows);
  try {
    const file = join(server.folder, 'janvier.csv');
    await writeJanuary(file, rows);
    const all: Round[] = [];
    for (let round = 1; round <= rounds; round++) all.push(await oneRound(server, entry, file));
    answer(summary(rows, all));
  } finally {
    await server.close();
  }
}

async function oneRound(server: BenchServer, entry: string, file: string): Promise<Round> {
  const alone = async (): Promise<Cost> => {
    const cost = await aloneOn(server, entry, file);
    say(`Sans file : ${JSON.stringify(cost)}`);
    return cost;
  };
  const first = await alone();
  const measured: Measured[] = [];
  for (const way of WAYS) {
    const one = await shared(server, file, way);
    if (one === null) continue;
    measured.push(one);
    say(JSON.stringify(one.run));
  }
  return { alone: halfWay(first, await alone()), measured };
}

const processor = ({ nodeS, postgresS, redisS }: Cost): number => nodeS + postgresS + redisS;

/** Of each figure by itself. */
const each = (costs: readonly Cost[], one: (values: readonly number[]) => number): Cost => {
  const of = (figure: (cost: Cost) => number): number => rounded(one(costs.map(figure)));
  return {
    ...{ wallS: of(({ wallS }) => wallS), nodeS: of(({ nodeS }) => nodeS) },
    ...{ postgresS: of(({ postgresS }) => postgresS), redisS: of(({ redisS }) => redisS) },
  };
};

const typical = (costs: readonly Cost[]): Cost => each(costs, median);
const halfWay = (first: Cost, last: Cost): Cost => each([first, last], ([a = NaN, b = NaN]) => (a + b) / 2);

interface Compared {
  readonly one: Cost;
  readonly two: Cost;
  readonly speedUp: number;
  /** Seconds of processor of two workers, in those of one. */
  readonly processorOfTwo: number;
  /** What one worker with its queue costs more than a process without, as a share. */
  readonly overhead: number;
  readonly overheadWall: number;
}

/** Ratios are taken within a round, and the middle one is told. Null where there is no such queue. */
function compared(rounds: readonly Round[], queue: Run['queue']): Compared | null {
  const triples = rounds.flatMap(({ alone, measured }) => {
    const [one, two] = measured.map(({ run }) => run).filter((run) => run.queue === queue);
    return one === undefined || two === undefined ? [] : [{ alone, one, two }];
  });
  if (triples.length === 0) return null;
  const middle = (ratio: (costs: (typeof triples)[number]) => number): number => rounded(median(triples.map(ratio)));
  return {
    ...{ one: typical(triples.map(({ one }) => one)), two: typical(triples.map(({ two }) => two)) },
    speedUp: middle(({ one, two }) => one.wallS / two.wallS),
    processorOfTwo: middle(({ one, two }) => processor(two) / processor(one)),
    overhead: middle(({ alone, one }) => processor(one) / processor(alone) - 1),
    overheadWall: middle(({ alone, one }) => one.wallS / alone.wallS - 1),
  };
}

function summary(rows: number, rounds: readonly Round[]): object {
  const [first, ...others] = rounds.flatMap(({ measured }) => measured.map(({ contents }) => JSON.stringify(contents)));
  return {
    ...{ rows, rounds: rounds.length, cores: availableParallelism() },
    same: others.every((contents) => contents === first),
    alone: typical(rounds.map(({ alone }) => alone)),
    ...{ postgres: compared(rounds, 'postgres'), redis: compared(rounds, 'redis') },
  };
}
