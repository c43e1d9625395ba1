import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { refusalOfFailure } from '#application/failure';
import { House, openHouse, type OpenHouse } from '#application/house';
import { readEnvironment, type Environment } from '#config/environment';
import { mailSettings } from '#config/mail-settings';
import { readPolicy } from '#config/policy-file';
import { StderrLogger } from '#config/stderr-logger';
import type { Refusal } from '#domain/values/result';
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
  const refusal = await run();
  if (refusal !== null) giveUp(refusal);
}

/** Null when it was told to stop and did. */
async function run(): Promise<Refusal | null> {
  const environment = readEnvironment();
  if (!environment.ok) return environment.refusal;
  const { dataDir, databaseUrl, now, policyFile } = environment.value;
  const policy = readPolicy(policyFile ?? null);
  if (!policy.ok) return policy.refusal;
  const mail = mailSettings(environment.value);
  const settings = { dataDir, databaseUrl: databaseUrl ?? null, now: now ?? null, policy: policy.value, mail };
  // A worker serves nobody: it joins the base of a server, or keeps one of its own running.
  const house = await openHouse(settings, 'command', say);
  if (!house.ok) return house.refusal;
  try {
    await work(house.value, environment.value);
    return null;
  } finally {
    await house.value.close();
  }
}

/** Answers rings until it is told to stop; a job that has begun is brought to its end first. */
async function work(open: OpenHouse, { redisUrl, logLevel }: Environment): Promise<void> {
  const house = House.of(open);
  const queue = QueueModule.of(house, open.url, redisUrl ?? null);
  const application = await NestFactory.createApplicationContext(SweepModule.of(house, queue), {
    logger: new StderrLogger(logLevel),
    abortOnError: false,
  });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  say('Arrêt demandé : le travail en cours se termine.');
  await application.close();
}

main().catch((error: unknown) => giveUp(refusalOfFailure(error)));
