import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { carriedOn, type Carrier } from '#application/carrier';
import { NoteOutcome } from '#application/dead-letters/note-outcome';
import { Undertakings } from '#application/dead-letters/undertakings';
import { Duties } from '#application/duties/duties';
import type { Duty } from '#application/duties/duty';
import { Occupations } from '#application/operations/occupations';
import { refusalOfFailure, UNFORESEEN } from '#application/failure';
import { WallClock } from '#application/ports/clock';
import { isForgotten, QUEUE, QUEUE_PLACE, saidOfLoss, type QueuePlace } from './connection';
import { measured } from './duty-metrics';
import { isSubject } from './subject';
import { withinDeadline, WorkStopped } from './within-deadline';

/** What a job holds: whose turn it is, and on whose behalf. */
export interface Ring extends Carrier {
  readonly subject: string;
}

/** What must wait, or has lost its database or disk, is looked at again after this time, in milliseconds: no try. */
const LOSS_MS = 5_000;

/**
 * How a worker shares: a long batch leaves room for letters and webhooks, within the connections of one pool. A worker
 * that dies is missed after 10 s and its job taken up by another at most 8 s later; rows are safe either way, as a
 * job that two workers hold is done once.
 */
const SHARING = { concurrency: 3, lockDuration: 10_000, stalledInterval: 4_000, maxStalledCount: 5 } as const;

/**
 * Hands each ring to the duty of its job. What fails is tried again with growing pauses, then left alone, and said in
 * rows; the queue may forget all of it.
 */
@Processor(QUEUE, SHARING)
export class JobProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly logger = new Logger('travaux');
  private readonly stopping = new AbortController();
  private lastLoss: string | null = null;

  constructor(
    private readonly duties: Duties,
    private readonly occupations: Occupations,
    private readonly undertakings: Undertakings,
    private readonly noteOutcome: NoteOutcome,
    private readonly wallClock: WallClock,
    @Inject(QUEUE_PLACE) private readonly place: QueuePlace,
  ) {
    super();
  }

  /** No new job is taken; those under way finish or give back what they hold. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new WorkStopped());
    await this.undertakings.giveBackAll();
    await this.worker.close();
  }

  override process(job: Job<Ring>, token?: string): Promise<void> {
    return carriedOn(job.data, job.name, () =>
      this.occupations.during(job.name, () => measured(job.name, () => this.answer(job, token))),
    );
  }

  private async answer(job: Job<Ring>, token: string | undefined): Promise<void> {
    this.lastLoss = null;
    const duty = this.duties.of(job.name);
    if (duty === null) {
      this.logger.warn(`Le travail « ${job.name} » est inconnu de cette version : laissé de côté.`);
      return;
    }
    const { subject } = job.data;
    if (!isSubject(subject)) {
      this.logger.warn(
        `Un travail « ${job.name} » porte sur un objet qu’aucun des nôtres ne nomme ainsi : laissé de côté.`,
      );
      return;
    }
    const { signal } = this.stopping;
    try {
      const beginning = await this.undertakings.begin(duty, subject);
      if (beginning.kind === 'LATER') await this.later(job, token);
      else if (beginning.kind === 'STOPPED') this.logger.error(`${job.name} : ${beginning.message}`);
      else await this.take(duty, subject).finally(beginning.done);
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      // Told to stop: whatever it left is in rows, and the next sweep rings for it.
      if (!signal.aborted) await this.fail(job, token, error);
    }
  }

  private async take(duty: Duty, subject: string): Promise<void> {
    const { job, deadlineMs } = duty;
    const report = await withinDeadline((stop) => duty.run(subject, stop), { deadlineMs, stop: this.stopping.signal });
    await this.noteOutcome.run(job, subject, null);
    if (report !== null) this.logger.log(`${job} : ${report}`);
  }

  /** Throws what makes the queue try again: later without counting, later, or not at all. */
  private async fail(job: Job<Ring>, token: string | undefined, error: unknown): Promise<never> {
    const failing = await this.noteOutcome.run(job.name, job.data.subject, error);
    const { message } = refusalOfFailure(error);
    if (failing === 'QUIET') throw new UnrecoverableError(message);
    if (failing === 'AGAIN') throw error;
    this.logger.error(`${job.name} : ${message}`);
    return this.later(job, token);
  }

  private async later(job: Job<Ring>, token: string | undefined): Promise<never> {
    await job.moveToDelayed(Date.parse(this.wallClock.now()) + LOSS_MS, token);
    throw new DelayedError();
  }

  @OnWorkerEvent('failed')
  failed(job: Job | undefined, error: Error): void {
    const message = error instanceof UnrecoverableError ? error.message : refusalOfFailure(error).message;
    this.logger.error(`${job?.name ?? '?'} : ${message}`);
  }

  /** Without a listener the loss of the queue would end the process; it is tried again many times a second and told once. */
  @OnWorkerEvent('error')
  lost(error: Error): void {
    if (isForgotten(error)) {
      this.logger.warn(
        'La file ne connaît plus un travail en cours. Rien n’est perdu : ce qui reste est dans la base.',
      );
      return;
    }
    const failure = refusalOfFailure(error);
    const message = failure.code === UNFORESEEN ? failure.message : saidOfLoss(error, this.place);
    if (message === this.lastLoss) return;
    this.lastLoss = message;
    this.logger.error(message);
  }
}
