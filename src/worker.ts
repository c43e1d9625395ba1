import 'reflect-metadata';
// Before whatever asks a database.
import { endTracing } from '#processes/tracing';
import { NestFactory } from '@nestjs/core';
import { factsAround } from '#application/correlation';
import { refusalOfFailure } from '#application/failure';
import { House, openHouse, type OpenHouse } from '#application/house';
import { readSettings, type ProgramSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { openLog, type ProgramLog } from '#processes/log';
import { leaveParent, parentWantsEnd } from '#processes/parent';
import { StopSignal } from '#processes/stop-signal';
import { Bell } from './queue/bell';
import { QueueModule } from './queue/queue.module';
import { SweepModule } from './schedule/sweep.module';

const REFUSED = 1;

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
    await work(house.value, settings.environment.redisUrl ?? null, log, stop);
    return null;
  } finally {
    await house.value.close();
  }
}

/** Answers rings until it is told to stop; a job that has begun is brought to its end first. */
async function work(open: OpenHouse, redisUrl: string | null, log: ProgramLog, stop: Promise<void>): Promise<void> {
  const place = { url: open.url, redisUrl };
  const jobQueue = Bell.open(place);
  const house = House.of(open, { jobQueue });
  const application = await NestFactory.createApplicationContext(SweepModule.of(house, QueueModule.of(house, place)), {
    logger: log.nest,
    abortOnError: false,
  });
  log.say(`Le travail de fond a commencé (processus ${process.pid}).`);
  await stop;
  log.say('Arrêt demandé : le travail en cours se termine.');
  await application.close();
  await jobQueue.close();
}

void main().finally(endTracing).finally(leaveParent);
