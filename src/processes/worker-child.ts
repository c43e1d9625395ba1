import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith } from '#config/child-environment';
import { Pauses } from './pauses';
import { MEASURES_WORD, STOP_WORD } from './parent';

/** Time that work under way is given to end before its process is killed. */
const STOP_MS = 10_000;
/** Who measures the worker waits no longer than this for it. */
const ANSWER_MS = 1_000;

/** On a full machine pages come first: a batch takes somewhat less than its share, and still goes on. */
const GIVES_WAY_BY = 5;
const LOWEST_PRIORITY = 19;

export interface WorkerChildOptions {
  /** The compiled file of the worker, absolute. */
  readonly entry: string;
  /** Variables in which it differs from this process. */
  readonly variables: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/**
 * A worker as a child of the process that serves: a big file is read there and slows no page. One that dies is started
 * again after a growing pause. It is told to stop by its channel, which also works where there are no signals; when this
 * process is killed, the channel closes and the worker ends by itself (see parent.ts).
 */
export class WorkerChild {
  private readonly pauses = new Pauses();
  private readonly stopping = new AbortController();
  private child: ChildProcess | null = null;
  private readonly life: Promise<void>;

  constructor(private readonly options: WorkerChildOptions) {
    this.life = this.live();
  }

  /** Resolves when it has ended, at most 10 s and a kill later. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { child } = this;
    if (child?.connected === true) child.send(STOP_WORD, () => undefined);
    const killing = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
    await this.life;
    clearTimeout(killing);
  }

  /** Its measures; null when it does not live or has no time to answer. */
  async measures(): Promise<object | null> {
    const { child } = this;
    if (child?.connected !== true) return null;
    const signal = AbortSignal.timeout(ANSWER_MS);
    child.send(MEASURES_WORD, () => undefined);
    const [answer] = (await once(child, 'message', { signal }).catch(() => [null])) as [unknown];
    const told =
      typeof answer === 'object' && answer !== null && MEASURES_WORD in answer ? answer[MEASURES_WORD] : null;
    return typeof told === 'object' ? told : null;
  }

  private async live(): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      const from = performance.now();
      const end = await this.oneLife();
      if (signal.aborted) return;
      const pause = this.pauses.after(performance.now() - from);
      this.options.log(`Le travail de fond s’est arrêté (${end}) : il reprend dans ${Math.round(pause / 1000)} s.`);
      const stopped = await sleep(pause, false, { signal }).catch(() => true);
      if (stopped) return;
    }
  }

  /** How it ended, for whoever reads the log. */
  private async oneLife(): Promise<string> {
    const { entry, variables } = this.options;
    // Whatever it says goes to standard error, which leaves standard output to answers.
    const child = fork(entry, { env: environmentWith(variables), stdio: ['ignore', 2, 2, 'ipc'] });
    this.child = child;
    giveWay(child);
    try {
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return signal ?? `code ${code ?? 'inconnu'}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.child = null;
    }
  }
}

function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, Math.min(getPriority() + GIVES_WAY_BY, LOWEST_PRIORITY));
  } catch {
    // It has ended meanwhile, or the system has no such thing: it works all the same.
  }
}
