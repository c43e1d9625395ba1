import type { DynamicModule, Provider } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { DEFAULT_POLICY, type Policy } from '#domain/reconciliation/policy';
import type { Result } from '#domain/values/result';
import { accepted } from '#domain/values/result';
import { createDataSource, Database } from '#storage/database';
import { refusalToOpen } from '#storage/failures';
import { migrate } from '#storage/migrate';
import { erasePostgres, startPostgres, type Claim, type PostgresServer } from '#storage/embedded/postgres-server';
import { ACCESS_VERBS } from './access/access-verbs';
import { CAMPAIGN_VERBS } from './campaign/campaign-verbs';
import { COMPANY_VERBS } from './companies/company-verbs';
import { API_VERBS } from './api/api-verbs';
import { ImportDsn } from './dsn/import-dsn';
import { DEAD_LETTER_VERBS } from './dead-letters/dead-letter-verbs';
import { DEPOSIT_VERBS, feedSourcesOf, NO_FEEDS, type FeedSettings } from './deposits/deposit-verbs';
import { DUTY_VERBS } from './duties/duties';
import { INTAKE_VERBS } from './intake/intake-verbs';
import { Clock, WallClock } from './ports/clock';
import { FeedSources } from './ports/feed-source';
import { JobQueue, SilentBell } from './ports/job-queue';
import { SystemClock } from './ports/system-clock';
import { AFFILIATION_VERBS } from './affiliation/affiliation-verbs';
import { EstimateRegularisation } from './estimate/estimate-regularisation';
import { PAYROLL_VERBS } from './payroll/payroll-verbs';
import { RATE_VERBS } from './rates/rate-verbs';
import { ExplainRate } from './why/explain-rate';
import { VerifyJournal } from './audit/verify-journal';
import { ImportReference } from './reference/import-reference';
import { FEED_VERBS } from './feeds/feed-verbs';
import { Rulebook } from './rulebook/rulebook';
import { ListTaskPage } from './tasks/list-task-page';
import { ListTasks } from './tasks/list-tasks';
import { MAIL_VERBS, postOfficeOf } from './mail/mail-verbs';
import { PostOffice, type MailSettings } from './mail/post-office';
import { MONTH_VERBS } from './month/month-verbs';
import { UPDATE_VERBS } from './updates/update-verbs';
import { SCHEDULE_VERBS } from './schedule/schedule-verbs';
import { ListHeld } from './held/list-held';
import { OPERATIONS_VERBS } from './operations/operations-verbs';
import { CountOtherCompanies } from './overview/count-other-companies';
import { ListOpenTasks } from './overview/list-open-tasks';
import { ListVerdicts } from './overview/list-verdicts';
import { ReadOverview } from './overview/read-overview';
import { ReleaseHeld } from './held/release-held';
import { RefuseHeld } from './held/refuse-held';
import { AnswerTask } from './tasks/answer-task';
import { PostponeTask } from './tasks/postpone-task';
import { START_VERBS } from './start/start-verbs';
import { WEBHOOK_VERBS } from './webhooks/webhook-verbs';
import { WebhookSettings } from './webhooks/webhook-settings';
import { WIZARD_VERBS } from './tasks/wizard-verbs';

/** What the composing file hands down: the application reads no environment. */
export interface Settings {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** ISO instant, or null for the real clock. */
  readonly now: string | null;
  readonly policy: Policy;
  /** Absent where nobody is to be sent anything. */
  readonly mail?: MailSettings | null;
  /** Absent where nothing is looked for. */
  readonly feeds?: FeedSettings;
  /** Absent for the rules of every day: receivers on the internet, over https. */
  readonly webhooks?: WebhookSettings;
}

/** The opened database: the user's, or the embedded one started for this process. */
export interface OpenHouse {
  readonly database: Database;
  /** Of the base in use, password included: never to be logged. */
  readonly url: string;
  readonly settings: Settings;
  /** Closes the pool, then leaves the embedded server to whoever still uses it, or stops it. */
  close(): Promise<void>;
}

/** Opens the ground floor for a process: server or command (see docs/decisions/0002). */
export async function openHouse(
  settings: Settings,
  claim: Claim,
  log: (line: string) => void,
): Promise<Result<OpenHouse>> {
  const server = await serverFor(settings, claim, log);
  if (!server.ok) return server;
  const source = createDataSource(server.value.url);
  try {
    await source.initialize();
    await migrate(source);
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    await server.value.stop();
    return { ok: false, refusal: refusalToOpen(error, server.value.url) };
  }
  return accepted({
    database: new Database(source),
    url: server.value.url,
    settings,
    close: async () => {
      await source.destroy();
      await server.value.stop();
    },
  });
}

function serverFor(settings: Settings, claim: Claim, log: (line: string) => void): Promise<Result<PostgresServer>> {
  if (settings.databaseUrl === null) return startPostgres({ dataDir: settings.dataDir, claim, log });
  return Promise.resolve(accepted({ url: settings.databaseUrl, startedHere: false, stop: () => Promise.resolve() }));
}

/** Erases the embedded database of a data folder; refused while a process uses it. A server of the user's is never touched. */
export const eraseHouse = (dataDir: string, log: (line: string) => void): Promise<Result<void>> =>
  erasePostgres({ dataDir, log });

/** What stands behind the ports, where it is not what a command has: the machine's clocks and a bell that rings nobody. */
export interface Fittings {
  readonly clock?: Clock;
  readonly wallClock?: WallClock;
  readonly jobQueue?: JobQueue;
}

/** The verbs, as providers for every door. A verb is a class with one public method. */
@Module({})
export class House {
  static of(house: OpenHouse, { clock, wallClock, jobQueue }: Fittings = {}): DynamicModule {
    const providers: Provider[] = [
      { provide: Database, useValue: house.database },
      { provide: Clock, useValue: clock ?? new SystemClock(house.settings.now) },
      { provide: WallClock, useValue: wallClock ?? new SystemClock(null) },
      { provide: JobQueue, useValue: jobQueue ?? new SilentBell() },
      { provide: WebhookSettings, useValue: house.settings.webhooks ?? new WebhookSettings() },
      { provide: PostOffice, useValue: postOfficeOf(house.settings.mail ?? null) },
      {
        provide: FeedSources,
        useFactory: (wall: WallClock) => feedSourcesOf(house.settings.feeds ?? NO_FEEDS, wall),
        inject: [WallClock],
      },
      {
        provide: Rulebook,
        useFactory: (database: Database) => new Rulebook(database, house.settings.policy),
        inject: [Database],
      },
      ...VERBS,
    ];
    return { module: House, providers, exports: providers };
  }

  /** The same over a base that is never opened: for who only asks what there is, such as the document of the API. */
  static unopened(): DynamicModule {
    const settings = { dataDir: '', databaseUrl: null, now: null, policy: DEFAULT_POLICY };
    const database = new Database(createDataSource('postgres://localhost/unopened'));
    return House.of({ database, url: '', settings, close: () => Promise.resolve() });
  }
}

const VERBS: Provider[] = [
  ...INTAKE_VERBS,
  ...DEAD_LETTER_VERBS,
  ...CAMPAIGN_VERBS,
  ...COMPANY_VERBS,
  ImportDsn,
  ...FEED_VERBS,
  ...RATE_VERBS,
  ...UPDATE_VERBS,
  ListTasks,
  ListTaskPage,
  ...AFFILIATION_VERBS,
  EstimateRegularisation,
  ...PAYROLL_VERBS,
  ListHeld,
  ReleaseHeld,
  RefuseHeld,
  ExplainRate,
  AnswerTask,
  PostponeTask,
  VerifyJournal,
  ...OPERATIONS_VERBS,
  CountOtherCompanies,
  ListOpenTasks,
  ListVerdicts,
  ReadOverview,
  ImportReference,
  ...ACCESS_VERBS,
  ...API_VERBS,
  ...MONTH_VERBS,
  ...WIZARD_VERBS,
  ...START_VERBS,
  ...MAIL_VERBS,
  ...DEPOSIT_VERBS,
  ...SCHEDULE_VERBS,
  ...WEBHOOK_VERBS,
  ...DUTY_VERBS,
];
