import 'reflect-metadata';
import { CloseDemoAccounts } from '#application/access/close-demo-accounts';
import { House, openHouse } from '#application/house';
import { EndInterruptedImports } from '#application/start/end-interrupted-imports';
import { accessSettings } from '#config/access-settings';
import { portIsAsked, readEnvironment } from '#config/environment';
import { mailSettings } from '#config/mail-settings';
import { readPolicy } from '#config/policy-file';
import type { Refusal } from '#domain/values/result';
import { listen, openPages } from '#http/pages';
import { StopSignal } from '#http/stop-signal';

const REFUSED = 1;

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function refuse({ message }: Refusal): void {
  log(message);
  process.exitCode = REFUSED;
}

/** The pages, until a signal: then the server, the pool and the embedded database, in this order. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  if (!environment.ok) {
    refuse(environment.refusal);
    return;
  }
  const { dataDir, databaseUrl, now, policyFile, host, port } = environment.value;
  const policy = readPolicy(policyFile ?? null);
  if (!policy.ok) {
    refuse(policy.refusal);
    return;
  }
  const stop = new StopSignal();
  const mail = mailSettings(environment.value);
  const settings = { dataDir, databaseUrl: databaseUrl ?? null, now: now ?? null, policy: policy.value, mail };
  const house = await openHouse(settings, 'server', log);
  if (!house.ok) {
    refuse(house.refusal);
    return;
  }
  const access = accessSettings(environment.value);
  const pages = await openPages(House.of(house.value), { host, access, log });
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
    await stop.asked;
  } finally {
    await pages.close();
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
