import 'reflect-metadata';
import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { House, openHouse, type OpenHouse } from '#application/house';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import { openSources } from '#application/intake/sources';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { startPostgres } from '#storage/embedded/postgres-server';
import { loadBase } from './bench/base';
import { runFloor } from './bench/floor';
import { writeBatches, type BatchFiles } from './bench/january';

/** One timed step, run in a process of its own so that its memory is its own. */
interface Step {
  readonly what: 'floor' | 'job';
  readonly url: string;
  readonly files: readonly string[];
}

interface Measure {
  readonly seconds: number[];
  readonly rssMb: number;
  readonly verdicts: unknown[];
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const settingsFor = (url: string, now: string) => ({ dataDir: '', databaseUrl: url, now, policy: DEFAULT_POLICY });

async function houseAt(url: string, now = '2026-01-06T08:00:00.000Z'): Promise<OpenHouse> {
  const house = await openHouse(settingsFor(url, now), 'command', say);
  if (!house.ok) throw new Error(house.refusal.message);
  return house.value;
}

async function runStep({ what, url, files }: Step): Promise<Measure> {
  const house = await houseAt(url);
  const seconds: number[] = [];
  const verdicts: unknown[] = [];
  try {
    if (what === 'floor') {
      for (const file of files) seconds.push(await timed(() => house.database.session((tx) => runFloor(tx, file))));
    } else {
      const application = await NestFactory.createApplicationContext(House.of(house), { logger: false });
      for (const file of files) {
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
  return { seconds, rssMb: Math.round(process.resourceUsage().maxRSS / 1024), verdicts };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function inOwnProcess(step: Step): Promise<Measure> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ['--step', JSON.stringify(step)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let measure: Measure | null = null;
    child.on('message', (message) => (measure = message as Measure));
    child.on('exit', (code) => {
      if (measure === null) reject(new Error(`The step ${step.what} ended with ${String(code)} and no measure.`));
      else resolve(measure);
    });
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A fresh copy of the loaded base for each timed run. */
async function copyOf(admin: OpenHouse, base: string, name: string): Promise<string> {
  await admin.database.session(async (tx) => {
    await tx.query('RESET ROLE');
    await tx.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await tx.query(`CREATE DATABASE ${name} TEMPLATE ${base} STRATEGY FILE_COPY`);
    await tx.query('CHECKPOINT');
  });
  return name;
}

async function bench(rows: number, runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-bench-'));
  // Reachable by the user that PostgreSQL runs as, or the launcher would move the data elsewhere.
  chmodSync(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'data'), claim: 'command', log: say });
  if (!server.ok) throw new Error(server.refusal.message);
  const urlOf = (name: string): string => Object.assign(new URL(server.value.url), { pathname: `/${name}` }).toString();
  const files: BatchFiles = {
    csv: join(folder, 'janvier.csv'),
    clean: join(folder, 'propre.csv'),
    second: join(folder, 'second.csv'),
    xml: join(folder, 'janvier.zip'),
  };
  try {
    say(`Préparation : ${rows} établissements…`);
    await writeBatches(rows, files);
    const admin = await houseAt(server.value.url);
    await admin.database.session(async (tx) => {
      await tx.query('RESET ROLE');
      await tx.query('CREATE DATABASE bench_base');
    });
    const base = await houseAt(urlOf('bench_base'));
    await base.database.session((tx) => loadBase(tx, rows));
    await base.close();
    const floors: number[] = [];
    const jobs: number[] = [];
    const seconds: number[] = [];
    const xmls: number[] = [];
    let rss = 0;
    for (let run = 0; run < runs; run++) {
      const floor = await inOwnProcess({
        what: 'floor',
        url: urlOf(await copyOf(admin, 'bench_base', 'bench_run')),
        files: [files.clean],
      });
      floors.push(floor.seconds[0] ?? NaN);
      const job = await inOwnProcess({
        what: 'job',
        url: urlOf(await copyOf(admin, 'bench_base', 'bench_run')),
        files: [files.csv, files.second],
      });
      jobs.push(job.seconds[0] ?? NaN);
      seconds.push(job.seconds[1] ?? NaN);
      const xml = await inOwnProcess({
        what: 'job',
        url: urlOf(await copyOf(admin, 'bench_base', 'bench_run')),
        files: [files.xml],
      });
      xmls.push(xml.seconds[0] ?? NaN);
      rss = Math.max(rss, job.rssMb, xml.rssMb);
      say(
        `Passage ${run + 1} : plancher ${rounded(floor.seconds[0] ?? 0)} s, travail ${job.seconds.map(rounded).join(' puis ')} s, XML ${rounded(xml.seconds[0] ?? 0)} s, ${rss} Mo, ${JSON.stringify([...job.verdicts, ...xml.verdicts])}`,
      );
    }
    await admin.close();
    const [floorS, jobS, secondS, xmlS] = [median(floors), median(jobs), median(seconds), median(xmls)];
    const result = {
      rows,
      floorS: rounded(floorS),
      jobS: rounded(jobS),
      ratio: rounded(jobS / floorS),
      rssMb: rss,
      second: { jobS: rounded(secondS), changed: 0.05 },
      xml: { jobS: rounded(xmlS), ratioToCsv: rounded(xmlS / jobS), zipMb: Math.round(statSync(files.xml).size / 1e6) },
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await server.value.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '1' },
      step: { type: 'string' },
    },
  });
  if (values.step !== undefined) {
    process.send?.(await runStep(JSON.parse(values.step) as Step));
    process.disconnect();
    return;
  }
  await bench(Number(values.rows), Number(values.runs));
}

main().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
