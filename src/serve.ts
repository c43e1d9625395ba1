import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { House, type OpenHouse } from '#application/house';
import { SignOfLife } from '#application/operations/sign-of-life';
import type { Clock } from '#application/ports/clock';
import { accessSettings } from '#config/access-settings';
import type { Environment } from '#config/environment';
import { portIsAsked } from '#config/read-environment';
import type { Result } from '#domain/values/result';
import { listen, openPages, type Listening } from '#http/pages';
import type { ProgramLog } from '#processes/log';
import { measureProcess } from '#processes/process-metrics';
import { Repeat } from '#processes/repeat';
import { startWorker } from '#processes/start-worker';
import type { StopSignal } from '#processes/stop-signal';
import { UnderWay } from '#processes/under-way';
import type { WorkerChild } from '#processes/worker-child';
import { Bell } from '#queue/bell';

/** How often a process says that it lives. */
const BEAT_MS = 5_000;
/** Who asked before a stop is answered, within this time. */
const ANSWER_MS = 5_000;

export interface ServerOptions {
  readonly environment: Environment;
  readonly log: ProgramLog;
  readonly stop: StopSignal;
  /** The machine's, or `NOW`, unless given. */
  readonly clock?: Clock;
}

/** The pages of a house with their doorbell, their sign of life and their worker: what `npm start` and the demo serve. */
export class Server {
  private worker: WorkerChild | null = null;
  private beat: Repeat | null = null;

  private constructor(
    private readonly pages: NestFastifyApplication,
    private readonly bell: Bell,
    private readonly underWay: UnderWay,
    private readonly options: ServerOptions,
  ) {}

  /** Opened, and not listening yet. */
  static async open(house: OpenHouse, options: ServerOptions): Promise<Server> {
    const { environment, log, stop, clock } = options;
    const { host, redisUrl, metricsToken } = environment;
    let stopping = false;
    void stop.asked.then(() => (stopping = true));
    const bell = Bell.open({ url: house.url, redisUrl: redisUrl ?? null });
    let server: Server | null = null;
    const around = {
      stopping: () => stopping,
      metricsToken: metricsToken ?? null,
      workerMetrics: async () => server?.worker?.measures() ?? null,
    };
    measureProcess('pages');
    const fittings = clock === undefined ? { jobQueue: bell } : { jobQueue: bell, clock };
    const pages = await openPages(House.of(house, fittings), {
      ...{ host, access: accessSettings(environment), around },
      ...{ log: log.fault, requests: log.request, logger: log.nest },
    });
    server = new Server(pages, bell, new UnderWay(pages.getHttpServer()), options);
    return server;
  }

  readonly verb = <T>(type: Type<T>): T => this.pages.get(type);

  /** Listens, says that it lives and starts its worker; `also` are variables in which that one differs. */
  async listen(also: Readonly<Record<string, string>> = {}): Promise<Result<Listening>> {
    const { environment, log } = this.options;
    const { host, port } = environment;
    const listening = await listen(this.pages, { host, port, portAsked: portIsAsked() });
    if (!listening.ok) return listening;
    this.beat = new Repeat(BEAT_MS, () => this.verb(SignOfLife).run('PAGES'));
    this.worker = startWorker(environment, log.say, also);
    return listening;
  }

  /** The worker, then the pages and their bell; the house is closed by whoever opened it. */
  async close(): Promise<void> {
    // The door stays open meanwhile, so that whoever probes reads that this process is stopping.
    await Promise.all([this.worker?.stop(), this.underWay.answered(ANSWER_MS)]);
    await this.beat?.stop();
    await this.verb(SignOfLife).leave();
    await this.pages.close();
    await this.bell.close();
  }
}
