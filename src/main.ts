import 'reflect-metadata';
import { House, openHouse } from '#application/house';
import { accessSettings } from '#config/access-settings';
import { portIsAsked, readEnvironment } from '#config/environment';
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
  const settings = { dataDir, databaseUrl: databaseUrl ?? null, now: now ?? null, policy: policy.value };
  const house = await openHouse(settings, 'server', log);
  if (!house.ok) {
    refuse(house.refusal);
    return;
  }
  const access = accessSettings(environment.value);
  const pages = await openPages(House.of(house.value), { host, access, log });
  try {
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

main().catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = REFUSED;
});
