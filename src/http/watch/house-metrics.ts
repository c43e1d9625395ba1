import { Counter, Gauge, Registry } from 'prom-client';
import type { ReadState, State } from '#application/operations/read-state';
import type { JobQueue, QueueState } from '#application/ports/job-queue';

/** Every scraper of a process gets the same answer for this long, in milliseconds. */
const KEPT_MS = 10_000;
const MS_PER_SECOND = 1000;

type Ages = (instant: string | null) => number;

/**
 * What waits and what has come, from rows and from the queue: it is the same whoever is asked, and survives every
 * restart. docs/operations.md says what each is for.
 */
export class HouseMetrics {
  private readonly registry = new Registry();
  private kept: { readonly at: number; readonly text: Promise<string> } | null = null;

  constructor(
    private readonly readState: ReadState,
    private readonly jobQueue: JobQueue,
  ) {}

  text(): Promise<string> {
    const at = performance.now();
    if (this.kept === null || at - this.kept.at > KEPT_MS) {
      const text = this.measured();
      this.kept = { at, text };
      text.catch(() => (this.kept = null));
    }
    return this.kept.text;
  }

  private async measured(): Promise<string> {
    const [queue, state] = await Promise.all([this.jobQueue.state().catch(() => null), this.readState.run()]);
    this.registry.clear();
    const age: Ages = (instant) =>
      instant === null ? 0 : Math.max(0, Date.parse(state.at) - Date.parse(instant)) / MS_PER_SECOND;
    this.ofQueue(queue, age);
    this.ofWork(state, age);
    this.ofTally(state);
    return this.registry.metrics();
  }

  private ofQueue(queue: QueueState | null, age: Ages): void {
    this.gauge('queue_up', 'Whether the queue answers.', queue === null ? 0 : 1);
    if (queue === null) return;
    const jobs = this.labelled('queue_jobs', 'Rings in the queue, by what became of them.', ['state']);
    for (const name of ['waiting', 'delayed', 'active'] as const) jobs.set({ state: name }, queue[name]);
    this.gauge('queue_oldest_seconds', 'Age of the oldest ring that nobody answered.', age(queue.oldestAt));
  }

  private ofWork({ processes, batches, tasks, campaign, deposits, webhooks, dead }: State, age: Ages): void {
    const alive = this.labelled('processes', 'Processes that gave a sign of life within half a minute.', ['role']);
    for (const role of ['PAGES', 'WORKER'] as const)
      alive.set({ role: role.toLowerCase() }, processes.filter((one) => one.alive && one.role === role).length);
    this.gauge('batches_open', 'Batches that are not applied whole.', batches.length);
    this.gauge('batch_oldest_seconds', 'Age of the oldest of them.', age(batches[0]?.receivedAt ?? null));
    const open = this.labelled('tasks_open', 'Tasks that wait for a person.', ['kind']);
    const oldest = this.labelled('task_oldest_seconds', 'Age of the oldest of them.', ['kind']);
    for (const { kind, count, oldest: openedAt } of tasks) {
      open.set({ kind }, count);
      oldest.set({ kind }, age(openedAt));
    }
    this.gauge('deposits_waiting', 'Documents received that are not taken in yet.', deposits.count);
    this.gauge('deposit_oldest_seconds', 'Age of the oldest of them.', age(deposits.oldest));
    this.gauge('webhook_waiting', 'Events that wait to be sent.', webhooks.waiting);
    this.gauge('webhook_receivers_failing', 'Receivers that take nothing.', webhooks.failing);
    const left = this.labelled('dead_letters', 'Work that failed too often and waits for somebody.', ['kind']);
    left.set({ kind: 'job' }, dead.jobs);
    left.set({ kind: 'chunk' }, dead.chunks);
    left.set({ kind: 'mail' }, dead.mails);
    if (campaign === null) return;
    const renewals = this.labelled('campaign_tasks', 'Renewals of the latest campaign.', ['year', 'state']);
    renewals.set({ year: campaign.year, state: 'open' }, campaign.open);
    renewals.set({ year: campaign.year, state: 'ended' }, campaign.ended);
  }

  private ofTally({ tally }: State): void {
    this.counter('feed_lines_total', 'Lines of documents, since the first day.').inc(tally.lines);
    const verdicts = this.counter('verdicts_total', 'Verdicts, since the first day.', ['verdict']);
    for (const [verdict, count] of Object.entries(tally.verdicts)) verdicts.inc({ verdict }, count);
    const refusals = this.counter('refused_lines_total', 'Lines refused, since the first day.', ['code']);
    for (const [code, count] of Object.entries(tally.refusals)) refusals.inc({ code }, count);
  }

  private gauge(name: string, help: string, value: number): void {
    new Gauge({ name: `taux_juste_${name}`, help, registers: [this.registry] }).set(value);
  }

  private labelled<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `taux_juste_${name}`, help, labelNames, registers: [this.registry] });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: `taux_juste_${name}`, help, labelNames, registers: [this.registry] });
  }
}
