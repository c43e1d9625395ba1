import 'reflect-metadata';
// Before whatever serves or asks a database.
import { endTracing } from '#processes/tracing';
import { CloseDemoAccounts } from '#application/access/close-demo-accounts';
import { factsAround } from '#application/correlation';
import { House, openHouse } from '#application/house';
import { SignOfLife } from '#application/operations/sign-of-life';
import { accessSettings } from '#config/access-settings';
import { portIsAsked } from '#config/read-environment';
import { readSettings, type ProgramSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { listen, openPages } from '#http/pages';
import { openLog, type ProgramLog } from '#processes/log';
import { measureProcess } from '#processes/process-metrics';
import { Repeat } from '#processes/repeat';
import { startWorker } from '#processes/start-worker';
import { StopSignal } from '#processes/stop-signal';
import { UnderWay } from '#processes/under-way';
import type { WorkerChild } from '#processes/worker-child';
import { Bell } from '#queue/bell';

const REFUSED = 1;
/** How often a process says that it lives. */
const BEAT_MS = 5_000;
/** Who asked before a stop is answered, within this time. */
const ANSWER_MS = 5_000;

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

/** The pages and their worker, until a signal: then the worker, the server, the pool and the embedded database, in this order. */
async function serve(settings: ProgramSettings, log: ProgramLog): Promise<Refusal | null> {
  const { environment } = settings;
  const { host, port, redisUrl } = environment;
  const stop = new StopSignal();
  let stopping = false;
  void stop.asked.then(() => (stopping = true));
  const house = await openHouse(settings.house, 'server', log.say);
  if (!house.ok) return house.refusal;
  const access = accessSettings(environment);
  const jobQueue = Bell.open({ url: house.value.url, redisUrl: redisUrl ?? null });
  let worker: WorkerChild | null = null;
  const around = {
    stopping: () => stopping,
    metricsToken: environment.metricsToken ?? null,
    workerMetrics: async () => worker?.measures() ?? null,
  };
  measureProcess('pages');
  const pages = await openPages(House.of(house.value, { jobQueue }), {
    ...{ host, access, around, log: log.fault, requests: log.request, logger: log.nest },
  });
  const underWay = new UnderWay(pages.getHttpServer());
  const life = pages.get(SignOfLife);
  const beat = new Repeat(BEAT_MS, () => life.run('PAGES'));
  try {
    await sayWhoComesIn(pages, log.tell);
    const listening = await listen(pages, { host, port, portAsked: portIsAsked() });
    if (!listening.ok) return listening.refusal;
    const { url, moved } = listening.value;
    if (moved) log.tell(`Le port ${port} est pris : un port libre a été choisi.`);
    log.tell(`Les pages sont à l’adresse ${url} (Ctrl-C pour arrêter).`);
    worker = startWorker(environment, log.say);
    await stop.asked;
    return null;
  } finally {
    // The door stays open meanwhile, so that whoever probes reads that this process is stopping.
    await Promise.all([worker?.stop(), underWay.answered(ANSWER_MS)]);
    await beat.stop();
    await life.leave();
    await pages.close();
    await jobQueue.close();
    await house.value.close();
  }
}

/** A base that the demo filled is shut to its people, whose passwords were shown; an empty one is told how to begin. */
async function sayWhoComesIn(pages: Awaited<ReturnType<typeof openPages>>, say: (line: string) => void): Promise<void> {
  const { closed, hasAdministrator } = await pages.get(CloseDemoAccounts).run('système : démarrage');
  if (closed > 0) say(`Les ${closed} comptes de la démonstration sont fermés : ils ne servent qu’à « npm run demo ».`);
  if (hasAdministrator) return;
  say('Personne ne peut encore se connecter. Pour inviter le premier administrateur, dans un autre terminal :');
  say('  npm run -s cli -- user invite <adresse e-mail> --name "Prénom Nom" --role administrator');
}

void main().finally(endTracing);
