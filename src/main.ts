import 'reflect-metadata';
import { CloseDemoAccounts } from '#application/access/close-demo-accounts';
import { House, openHouse } from '#application/house';
import { EndInterruptedImports } from '#application/start/end-interrupted-imports';
import { accessSettings } from '#config/access-settings';
import { portIsAsked } from '#config/environment';
import { readSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { listen, openPages } from '#http/pages';
import { startWorker } from '#processes/start-worker';
import { StopSignal } from '#processes/stop-signal';
import type { WorkerChild } from '#processes/worker-child';
import { Bell } from '#queue/bell';

const REFUSED = 1;

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function refuse({ message }: Refusal): void {
  log(message);
  process.exitCode = REFUSED;
}

/** The pages and their worker, until a signal: then the worker, the server, the pool and the embedded database, in this order. */
async function main(): Promise<void> {
  const settings = readSettings();
  if (!settings.ok) {
    refuse(settings.refusal);
    return;
  }
  const { environment } = settings.value;
  const { host, port, redisUrl } = environment;
  const stop = new StopSignal();
  const house = await openHouse(settings.value.house, 'server', log);
  if (!house.ok) {
    refuse(house.refusal);
    return;
  }
  const access = accessSettings(environment);
  const jobQueue = Bell.open({ url: house.value.url, redisUrl: redisUrl ?? null });
  const pages = await openPages(House.of(house.value, { jobQueue }), { host, access, log });
  let worker: WorkerChild | null = null;
  try {
    await sayWhoComesIn(pages);
    await pages.get(EndInterruptedImports).run();
    const listening = await listen(pages, { host, port, portAsked: portIsAsked() });
    if (!listening.ok) {
      refuse(listening.refusal);
      return;
    }
    const { url, moved } = listening.value;
    if (moved) log(`Le port ${port} est pris : un port libre a été choisi.`);
    log(`Les pages sont à l’adresse ${url} (Ctrl-C pour arrêter).`);
    worker = startWorker(environment, log);
    await stop.asked;
  } finally {
    await worker?.stop();
    await pages.close();
    await jobQueue.close();
    await house.value.close();
  }
}

/** A base that the demo filled is shut to its people, whose passwords were shown; an empty one is told how to begin. */
async function sayWhoComesIn(pages: Awaited<ReturnType<typeof openPages>>): Promise<void> {
  const { closed, hasAdministrator } = await pages.get(CloseDemoAccounts).run('système : démarrage');
  if (closed > 0) log(`Les ${closed} comptes de la démonstration sont fermés : ils ne servent qu’à « npm run demo ».`);
  if (hasAdministrator) return;
  log('Personne ne peut encore se connecter. Pour inviter le premier administrateur, dans un autre terminal :');
  log('  npm run -s cli -- user invite prenom.nom@entreprise.fr --name "Prénom Nom" --role administrator');
}

main().catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = REFUSED;
});
