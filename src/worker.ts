import 'reflect-metadata';
// Before whatever asks a database.
import { endTracing } from '#processes/tracing';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { factsAround } from '#application/correlation';
import { refusalOfFailure } from '#application/failure';
import { House, openHouse, type OpenHouse } from '#application/house';
import { CheckHealth } from '#application/operations/check-health';
import { isReady, readinessOf } from '#application/operations/readiness';
import { SignOfLife } from '#application/operations/sign-of-life';
import type { Environment } from '#config/environment';
import { readSettings, type ProgramSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { openLog, type ProgramLog } from '#processes/log';
import { leaveParent, parentWantsEnd, tellParent } from '#processes/parent';
import { openProbes } from '#processes/probes';
import { measureProcess, measuresOfProcess } from '#processes/process-metrics';
import { Repeat } from '#processes/repeat';
import { StopSignal } from '#processes/stop-signal';
import { Bell } from './queue/bell';
import { QueueModule } from './queue/queue.module';
import { SweepModule } from './schedule/sweep.module';

const REFUSED = 1;
/** How often a process says that it lives. */
const BEAT_MS = 5_000;
/** Whoever stops a worker kills it soon after ten seconds. */
const STOP_MS = 8_500;

async function main(): Promise<void> {
  // Listened to from the first moment: a stop that comes while the base opens is not lost.
  const stop = Promise.race([new StopSignal().asked, parentWantsEnd()]);
  const settings = readSettings();
  if (!settings.ok) {
    process.stderr.write(`${settings.refusal.message}\n`);
    process.exitCode = REFUSED;
    return;
  }
  const log = openLog(settings.value.environment, { role: 'worker', around: factsAround });
  const refusal = await run(settings.value, log, stop).catch(refusalOfFailure);
  if (refusal === null) return;
  log.fatal(refusal.message);
  process.exitCode = REFUSED;
}

/** Null when it was told to stop and did. */
async function run(settings: ProgramSettings, log: ProgramLog, stop: Promise<void>): Promise<Refusal | null> {
  // A worker serves nobody: it joins the base of a server, or keeps one of its own running.
  const house = await openHouse(settings.house, 'command', log.say);
  if (!house.ok) return house.refusal;
  try {
    await work(house.value, settings.environment, log, stop);
    return null;
  } finally {
    await house.value.close();
  }
}

/** Answers rings until it is told to stop; a job that has begun is brought to its end first. */
async function work(open: OpenHouse, environment: Environment, log: ProgramLog, stop: Promise<void>): Promise<void> {
  const place = { url: open.url, redisUrl: environment.redisUrl ?? null };
  const jobQueue = Bell.open(place);
  const house = House.of(open, { jobQueue });
  const application = await NestFactory.createApplicationContext(SweepModule.of(house, QueueModule.of(house, place)), {
    logger: log.nest,
    abortOnError: false,
  });
  const watch = await openWatch(application, environment);
  log.say(`Le travail de fond a commencé (processus ${process.pid}).`);
  await stop;
  log.say('Arrêt demandé : le travail en cours se termine.');
  const bound = setTimeout(leaveAtOnce, STOP_MS, log);
  watch.stopping();
  await application.close();
  await watch.close();
  await jobQueue.close();
  clearTimeout(bound);
}

/** A work that cannot be left in time is cut off: PostgreSQL takes back what it had not committed, and rows say what is left. */
function leaveAtOnce(log: ProgramLog): void {
  log.say('Le travail en cours est rendu à la base : il sera repris.');
  process.exit();
}

/** Who may look at a worker: the page of state by its signs of life, probes by its port, its parent by its channel. */
async function openWatch(application: INestApplicationContext, { workerPort, host, metricsToken }: Environment) {
  let stopping = false;
  measureProcess('worker');
  tellParent(measuresOfProcess);
  const life = application.get(SignOfLife);
  const health = application.get(CheckHealth);
  const beat = new Repeat(BEAT_MS, () => life.run('WORKER'));
  const ready = async () => {
    const body = readinessOf(await health.run(), stopping, { queue: true });
    return { ready: isReady(body), body };
  };
  const probes =
    workerPort === undefined
      ? null
      : await openProbes({ host, port: workerPort, metricsToken: metricsToken ?? null, ready });
  return {
    stopping: () => (stopping = true),
    close: async () => {
      await beat.stop();
      await life.leave();
      probes?.close();
    },
  };
}

void main().finally(endTracing).finally(leaveParent);
