import 'reflect-metadata';
// Before whatever serves or asks a database.
import { endTracing } from '#processes/tracing';
import { factsAround } from '#application/correlation';
import { NO_FEEDS } from '#application/deposits/deposit-verbs';
import type { OpenHouse, Settings } from '#application/house';
import { ReadOverview } from '#application/overview/read-overview';
import type { Environment } from '#config/environment';
import { readSettings } from '#config/read-settings';
import type { Refusal } from '#domain/values/result';
import { openLog } from '#processes/log';
import { StopSignal } from '#processes/stop-signal';
import { clockText, commandsText } from './demo/commands';
import { decidedTable, januaryVerdicts, verdictCounts } from './demo/decided';
import { DemoClock } from './demo/demo-clock';
import type { DemoHouse } from './demo/demo-house';
import { loadSamples } from './demo/load-samples';
import { openDemo, readOptions, samplesFolder, USAGE, type DemoOptions } from './demo/open-demo';
import { peopleText } from './demo/people';
import { LAST_INSTANT } from './demo/steps';
import { storiesText, heldText, toldStories } from './demo/tell-stories';
import { heading, wrapped } from './demo/terminal';
import { toDoText } from './demo/to-do';
import { Server } from './serve';

const REFUSED = 1;
const USAGE_ERROR = 2;

/** Its worker writes to nobody and fetches nothing real, as the settings of its pages say. */
const WORKER_OF_DEMO = { SMTP_URL: '', FEED_FOLDER: '', CRM_URL: '', CRM_USER: '', CRM_PASSWORD: '' };

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function refuse({ message }: Refusal, code = REFUSED): void {
  log(message);
  process.exitCode = code;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    refuse({ code: 'USAGE', message: USAGE }, USAGE_ERROR);
    return;
  }
  const read = readSettings();
  if (!read.ok) {
    refuse(read.refusal);
    return;
  }
  const { environment } = read.value;
  const samples = samplesFolder();
  if (!samples.ok) {
    refuse(samples.refusal);
    return;
  }
  // It has a clock of its own, nobody of the demo has a mailbox, and nothing real is taken in.
  const settings: Settings = { ...read.value.house, now: null, mail: null, feeds: NO_FEEDS };
  const stop = new StopSignal();
  print('Taux Juste, démonstration : entreprises, salariés et taux inventés.');
  const house = await openDemo(settings, options, log);
  if (!house.ok) {
    refuse(house.refusal);
    return;
  }
  try {
    await perform(house.value, samples.value, { options, environment, stop });
  } finally {
    await house.value.close();
  }
}

interface Circumstances {
  readonly options: DemoOptions;
  readonly environment: Environment;
  readonly stop: StopSignal;
}

async function perform(open: OpenHouse, samples: string, { options, environment, stop }: Circumstances): Promise<void> {
  const clock = new DemoClock(LAST_INSTANT);
  // Who starts a demo reads it, wherever its lines go.
  const logFormat = environment.logFormat ?? 'text';
  const serverLog = openLog({ logLevel: environment.logLevel, logFormat }, { role: 'pages', around: factsAround });
  const server = await Server.open(open, { environment, log: serverLog, stop, clock });
  try {
    const house: DemoHouse = { verb: server.verb, clock, samples };
    const told = tell(house).then(() => 'told' as const);
    if ((await Promise.race([told, stop.asked])) !== 'told') {
      print('Arrêt demandé : rien n’est perdu, la démonstration reprendra à la prochaine fois.');
      return;
    }
    print(commandsText(environment, clock.now()));
    if (!options.serve) return;
    print(await peopleText(house));
    const listening = await server.listen({ ...WORKER_OF_DEMO, NOW: clock.now(), LOG_FORMAT: logFormat });
    if (!listening.ok) {
      refuse(listening.refusal);
      return;
    }
    const { url, moved } = listening.value;
    print(heading('Les pages'));
    if (moved) print(`  Le port ${environment.port} est pris : un port libre a été choisi.`);
    print(`  ${url}   (Ctrl-C arrête tout ; les données restent pour la prochaine fois)`);
    print(clockText(clock.now()));
    await stop.asked;
    print('Arrêt : pages et base de données.');
  } finally {
    await server.close();
  }
}

async function tell(house: DemoHouse): Promise<void> {
  const overview = await house.verb(ReadOverview).run();
  if (overview.campaign?.closedAt == null) {
    print(wrapped('Chaque étape se passe à sa date : l’horloge est celle de la démonstration, pas la vôtre.'));
    print(heading('Ce qui arrive'));
    await loadSamples(house, print);
  } else {
    print('Les données de la fois précédente sont gardées ; « npm run demo -- --fresh » recommence à zéro.');
  }
  const verdicts = await januaryVerdicts(house);
  print(decidedTable(verdicts));
  print(await toDoText(house));
  print(await heldText(house));
  print(storiesText(await toldStories(house)));
  const { totals, campaign } = await house.verb(ReadOverview).run();
  print(heading('En chiffres'));
  print(`  ${totals.companies} entreprises, ${totals.establishments} établissements, ${totals.employees} salariés.`);
  print(wrapped(`Janvier 2026, ${verdictCounts(verdicts)}`, 2));
  print(
    `  Campagne 2026 : ${campaign?.alreadyDone ?? 0} établissements réglés sans personne, ${campaign?.tasksRaised ?? 0} renouvellements demandés.`,
  );
}

void main()
  .catch((error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = REFUSED;
  })
  .finally(endTracing);
