import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { eraseHouse, House, openHouse, type OpenHouse, type Settings } from '#application/house';
import { CountOtherCompanies } from '#application/overview/count-other-companies';
import { accepted, refused, type Result } from '#domain/values/result';
import { counted } from '#cli/french';
import { COMPANIES } from './portfolio';

export interface DemoOptions {
  /** Begin again: what the former demo left is erased. */
  readonly fresh: boolean;
  /** Serve the pages when all is loaded. */
  readonly serve: boolean;
}

export const USAGE = 'Usage : npm run demo [-- --fresh] [-- --no-serve]';

/** Null when something else was asked. */
export function readOptions(args: readonly string[]): DemoOptions | null {
  if (args.some((arg) => arg !== '--fresh' && arg !== '--no-serve')) return null;
  return { fresh: args.includes('--fresh'), serve: !args.includes('--no-serve') };
}

export function samplesFolder(): Result<string> {
  const folder = join(__dirname, '..', '..', 'samples');
  return existsSync(folder)
    ? accepted(folder)
    : refused('SAMPLES', `Le dossier « ${folder} » manque : lancez « npm run samples ».`);
}

type Log = (line: string) => void;

/** Opens the house of the demo, emptied first with `--fresh`; a house with somebody's own data is left alone. */
export async function openDemo(settings: Settings, { fresh }: DemoOptions, log: Log): Promise<Result<OpenHouse>> {
  const house = await openOwn(settings, log);
  if (!fresh || !house.ok) return house;
  if (settings.databaseUrl !== null) {
    await house.value.close();
    return refused(
      'BASE_DE_L_UTILISATEUR',
      '--fresh n’efface que la base embarquée : videz vous-même celle de DATABASE_URL.',
    );
  }
  await house.value.close();
  const erased = await eraseHouse(settings.dataDir, log);
  return erased.ok ? openOwn(settings, log) : erased;
}

async function openOwn(settings: Settings, log: Log): Promise<Result<OpenHouse>> {
  const house = await openHouse(settings, 'server', log);
  if (!house.ok) return house;
  const others = await otherCompanies(house.value);
  if (others === 0) return house;
  await house.value.close();
  return refused(
    'AUTRES_DONNEES',
    `La base contient ${counted(others, 'entreprise')} qui ne viennent pas de la démonstration : choisissez un autre DATA_DIR, rien n'a été changé.`,
  );
}

async function otherCompanies(house: OpenHouse): Promise<number> {
  const application = await NestFactory.createApplicationContext(House.of(house), { logger: false });
  try {
    return await application.get(CountOtherCompanies).run(COMPANIES.map(({ siren }) => siren));
  } finally {
    await application.close();
  }
}
