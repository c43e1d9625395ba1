import 'reflect-metadata';
// Before whatever serves or asks a database.
import { endTracing } from '#processes/tracing';
import { CloseDemoAccounts } from '#application/access/close-demo-accounts';
import { factsAround } from '#application/correlation';
import { openHouse } from '#application/house';
import { readSettings, type ProgramSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { openLog, type ProgramLog } from '#processes/log';
import { StopSignal } from '#processes/stop-signal';
import { Server } from './serve';

const REFUSED = 1;

const sayPlainly = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings.ok) {
    sayPlainly(settings.refusal.message);
    process.exitCode = REFUSED;
    return;
  }
  const log = openLog(settings.value.environment, { role: 'pages', around: factsAround });
  try {
    const refusal = await serve(settings.value, log);
    if (refusal === null) return;
    log.fatal(refusal.message);
  } catch (error) {
    log.fatal(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  process.exitCode = REFUSED;
}

/** The pages and their worker, until a signal: then these, the pool and the embedded database, in this order. */
async function serve({ house: settings, environment }: ProgramSettings, log: ProgramLog): Promise<Refusal | null> {
  const stop = new StopSignal();
  const house = await openHouse(settings, 'server', log.say);
  if (!house.ok) return house.refusal;
  const server = await Server.open(house.value, { environment, log, stop });
  try {
    await sayWhoComesIn(server, log.tell);
    const listening = await server.listen();
    if (!listening.ok) return listening.refusal;
    const { url, moved } = listening.value;
    if (moved) log.tell(`Le port ${environment.port} est pris : un port libre a été choisi.`);
    log.tell(`Les pages sont à l’adresse ${url} (Ctrl-C pour arrêter).`);
    await stop.asked;
    return null;
  } finally {
    await server.close();
    await house.value.close();
  }
}

/** A base that the demo filled is shut to its people, whose passwords were shown; an empty one is told how to begin. */
async function sayWhoComesIn({ verb }: Server, say: (line: string) => void): Promise<void> {
  const { closed, hasAdministrator } = await verb(CloseDemoAccounts).run('système : démarrage');
  if (closed > 0) say(`Les ${closed} comptes de la démonstration sont fermés : ils ne servent qu’à « npm run demo ».`);
  if (hasAdministrator) return;
  say('Personne ne peut encore se connecter. Pour inviter le premier administrateur, dans un autre terminal :');
  say('  npm run -s cli -- user invite <adresse e-mail> --name "Prénom Nom" --role administrator');
}

void main().finally(endTracing);
