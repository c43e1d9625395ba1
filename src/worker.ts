import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { refusalOfFailure } from '#application/failure';
import { House, openHouse, type OpenHouse } from '#application/house';
import type { Environment } from '#config/environment';
import { readSettings } from '#config/read-settings';
import { StderrLogger } from '#config/stderr-logger';
import type { Refusal } from '#domain/values/result';
import { leaveParent, parentWantsEnd } from '#processes/parent';
import { StopSignal } from '#processes/stop-signal';
import { Bell } from './queue/bell';
import { QueueModule } from './queue/queue.module';
import { SweepModule } from './schedule/sweep.module';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const giveUp = ({ message }: Refusal): void => {
  say(message);
  process.exitCode = 1;
};

async function main(): Promise<void> {
  // Listened to from the first moment: a stop that comes while the base opens is not lost.
  const stop = Promise.race([new StopSignal().asked, parentWantsEnd()]);
  const refusal = await run(stop);
  if (refusal !== null) giveUp(refusal);
}

/** Null when it was told to stop and did. */
async function run(stop: Promise<void>): Promise<Refusal | null> {
  const settings = readSettings();
  if (!settings.ok) return settings.refusal;
  // A worker serves nobody: it joins the base of a server, or keeps one of its own running.
  const house = await openHouse(settings.value.house, 'command', say);
  if (!house.ok) return house.refusal;
  try {
    await work(house.value, settings.value.environment, stop);
    return null;
  } finally {
    await house.value.close();
  }
}

/** Answers rings until it is told to stop; a job that has begun is brought to its end first. */
async function work(open: OpenHouse, { redisUrl, logLevel }: Environment, stop: Promise<void>): Promise<void> {
  const place = { url: open.url, redisUrl: redisUrl ?? null };
  const jobQueue = Bell.open(place);
  const house = House.of(open, { jobQueue });
  const application = await NestFactory.createApplicationContext(SweepModule.of(house, QueueModule.of(house, place)), {
    logger: new StderrLogger(logLevel),
    abortOnError: false,
  });
  say(`Le travail de fond a commencé (processus ${process.pid}).`);
  await stop;
  say('Arrêt demandé : le travail en cours se termine.');
  await application.close();
  await jobQueue.close();
}

main()
  .catch((error: unknown) => giveUp(refusalOfFailure(error)))
  .finally(leaveParent);
