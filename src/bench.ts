import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { answerStep, benchJob } from './bench/job';
import { benchLoad } from './bench/load';
import { benchScale } from './bench/scale';
import { say } from './bench/say';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      runs: { type: 'string', default: '1' },
      step: { type: 'string' },
      scale: { type: 'boolean', default: false },
      load: { type: 'boolean', default: false },
      users: { type: 'string', default: '50' },
      megabytes: { type: 'string', default: '300' },
      think: { type: 'string', default: '3000' },
      calm: { type: 'string', default: '30' },
    },
  });
  const rows = Number(values.rows ?? (values.load ? 300_000 : 1_000_000));
  const { users, megabytes, think, calm } = values;
  if (values.step !== undefined) await answerStep(values.step);
  else if (values.scale) await benchScale(__filename, rows, Number(values.runs));
  else if (values.load) await benchLoad({ rows, ...numbers({ users, megabytes, think, calm }) });
  else await benchJob(__filename, rows, Number(values.runs));
}

const numbers = <Name extends string>(texts: Readonly<Record<Name, string>>): Record<Name, number> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)])) as Record<Name, number>;

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
