import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { TakeDeposit } from '#application/deposits/take-deposit';
import { House } from '#application/house';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import { openSources } from '#application/intake/sources';
import { runFloor } from './floor';
import { writeBatches, type BatchFiles } from './january';
import { received } from './received';
import { answer, median, rounded, say, timed } from './say';
import { houseAt, openBenchServer, type BenchServer } from './server';

/** One timed step, run in a process of its own so that its memory is its own. */
export interface Step {
  /** `deposit`: documents that were received before the clock runs. */
  readonly what: 'floor' | 'job' | 'deposit';
  readonly url: string;
  readonly files: readonly string[];
}

export interface Measure {
  readonly seconds: number[];
  readonly rssMb: number;
  /** Of processor, in this process, over all of it that was timed. */
  readonly cpuSeconds: number;
  readonly verdicts: unknown[];
}

/** In a process that `bench` started: does the step and tells its measure. */
export async function answerStep(step: string): Promise<void> {
  process.send?.(await runStep(JSON.parse(step) as Step));
  process.disconnect();
}

async function runStep({ what, url, files }: Step): Promise<Measure> {
  const house = await houseAt(url);
  const seconds: number[] = [];
  const verdicts: unknown[] = [];
  let cpu = process.cpuUsage();
  try {
    if (what === 'floor') {
      for (const file of files) seconds.push(await timed(() => house.database.session((tx) => runFloor(tx, file))));
    } else {
      const application = await NestFactory.createApplicationContext(House.of(house), { logger: false });
      const deposits = what === 'deposit' ? await received(application, files) : [];
      cpu = process.cpuUsage();
      for (const deposit of deposits) seconds.push(await timed(() => application.get(TakeDeposit).run(deposit)));
      for (const file of what === 'job' ? files : []) {
        const elapsed = await timed(async () => {
          const report = await application.get(IngestFeeds).run(openSources([file]), { dryRun: false, actor: 'bench' });
          const totals: Record<string, number> = {};
          for (const feed of report.feeds)
            for (const [k, n] of Object.entries(feed.verdicts)) totals[k] = (totals[k] ?? 0) + n;
          verdicts.push({ ...totals, rejections: report.rejections.length });
        });
        seconds.push(elapsed);
      }
      await application.close();
    }
  } finally {
    await house.close();
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds,
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    cpuSeconds: (user + system) / 1e6,
    verdicts,
  };
}

/** Its own memory, its own processor. */
export function inOwnProcess(entry: string, step: Step): Promise<Measure> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, ['--step', JSON.stringify(step)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let measure: Measure | null = null;
    child.on('message', (message) => (measure = message as Measure));
    child.on('exit', (code) => {
      if (measure === null) reject(new Error(`The step ${step.what} ended with ${String(code)} and no measure.`));
      else resolve(measure);
    });
  });
}

interface Run {
  readonly floor: Measure;
  readonly job: Measure;
  readonly xml: Measure;
}

/** The floor, the job with its second feed, and the job from a ZIP, each on a fresh copy of the base. */
async function oneRun(server: BenchServer, entry: string, files: BatchFiles): Promise<Run> {
  const step = async (what: Step['what'], ...paths: string[]): Promise<Measure> =>
    inOwnProcess(entry, { what, url: await server.copy('bench_run'), files: paths });
  return {
    floor: await step('floor', files.clean),
    job: await step('job', files.csv, files.second),
    xml: await step('job', files.xml),
  };
}

/** The whole job beside its floor (docs/performance.md); `entry` is the compiled file that answers a step. */
export async function benchJob(entry: string, rows: number, runs: number): Promise<void> {
  say(`Préparation : ${rows} établissements…`);
  const server = await openBenchServer(rows);
  const files: BatchFiles = {
    csv: join(server.folder, 'janvier.csv'),
    clean: join(server.folder, 'propre.csv'),
    second: join(server.folder, 'second.csv'),
    xml: join(server.folder, 'janvier.zip'),
  };
  try {
    await writeBatches(rows, files);
    const all: Run[] = [];
    for (let run = 1; run <= runs; run++) {
      const { floor, job, xml } = await oneRun(server, entry, files);
      all.push({ floor, job, xml });
      say(
        `Passage ${run} : plancher ${rounded(floor.seconds[0] ?? 0)} s, travail ${job.seconds.map(rounded).join(' puis ')} s, XML ${rounded(xml.seconds[0] ?? 0)} s, ${rssOf(all)} Mo, ${JSON.stringify([...job.verdicts, ...xml.verdicts])}`,
      );
    }
    answer(summary(rows, all, statSync(files.xml).size));
  } finally {
    await server.close();
  }
}

const rssOf = (runs: readonly Run[]): number => Math.max(...runs.flatMap(({ job, xml }) => [job.rssMb, xml.rssMb]));

function summary(rows: number, runs: readonly Run[], zipBytes: number): object {
  const of = (seconds: (run: Run) => number | undefined): number => median(runs.map((run) => seconds(run) ?? NaN));
  const floorS = of(({ floor }) => floor.seconds[0]);
  const jobS = of(({ job }) => job.seconds[0]);
  const xmlS = of(({ xml }) => xml.seconds[0]);
  return {
    rows,
    floorS: rounded(floorS),
    jobS: rounded(jobS),
    ratio: rounded(jobS / floorS),
    rssMb: rssOf(runs),
    second: { jobS: rounded(of(({ job }) => job.seconds[1])), changed: 0.05 },
    xml: { jobS: rounded(xmlS), ratioToCsv: rounded(xmlS / jobS), zipMb: Math.round(zipBytes / 1e6) },
  };
}
