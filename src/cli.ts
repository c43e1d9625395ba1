import 'reflect-metadata';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { CommanderError } from 'commander';
import { refusalOfFailure } from '#application/failure';
import { House, openHouse } from '#application/house';
import { pagesUrl } from '#config/access-settings';
import { callerDirectory } from '#config/read-environment';
import { readSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import type { Answer, Run } from './cli/command';
import { buildProgram } from './cli/program';
import { usageSentence } from './cli/usage';

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;

/** stdout may be a pipe of 64 kB: never `process.exit` after writing. */
function end(code: number): void {
  process.exitCode = code;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

let begun = false;
const write = (text: string): Promise<void> => {
  begun = true;
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
};

// A reader that leaves before the end (`| head`) is no fault of ours.
process.stdout.on('error', () => undefined);

const run: Run = async (options, work) => {
  const answer = await answerOf(work).catch((error: unknown) => ({ refusal: refusalOfFailure(error) }));
  if ('refusal' in answer) {
    refuse(answer.refusal, REFUSED, options.json === true);
    return;
  }
  for (const note of answer.notes ?? []) say(note);
  if (answer.written !== true) print(answer, options.json === true);
  end(answer.failed === true ? REFUSED : DONE);
};

function refuse(refusal: Refusal, code: number, asJson: boolean): void {
  // An answer that was begun stays unfinished: a second document behind it would only hide that.
  if (asJson && !begun) process.stdout.write(`${JSON.stringify({ refusal })}\n`);
  say(refusal.message);
  end(code);
}

/** Of a command that was not understood: its options were not read. */
const asksJson = (): boolean => process.argv.includes('--json');

function print({ json, text }: Answer, asJson: boolean): void {
  const output = asJson ? JSON.stringify(json) : text;
  if (output !== '') process.stdout.write(`${output}\n`);
}

async function answerOf(work: Parameters<Run>[1]): ReturnType<Parameters<Run>[1]> {
  const settings = readSettings();
  if (!settings.ok) return settings;
  const house = await openHouse(settings.value.house, 'command', say);
  if (!house.ok) return house;
  const application = await NestFactory.createApplicationContext(House.of(house.value), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work({
      verb: (type) => application.get(type),
      actor: `commande : ${userInfo().username}`,
      pagesUrl: pagesUrl(settings.value.environment),
      path: (argument) => resolve(callerDirectory(), argument),
      write,
    });
  } finally {
    // When the base has gone there is nothing to close, and the failure itself is what is worth saying.
    await application.close().catch(() => undefined);
    await house.value.close().catch(() => undefined);
  }
}

buildProgram(run)
  .parseAsync()
  .catch((error: unknown) => {
    if (!(error instanceof CommanderError)) {
      refuse(refusalOfFailure(error), REFUSED, asksJson());
      return;
    }
    const message = error.exitCode === 0 ? null : usageSentence(error);
    if (message === null) end(error.exitCode === 0 ? DONE : USAGE);
    else refuse({ code: 'EMPLOI', message }, USAGE, asksJson());
  });
