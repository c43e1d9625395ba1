/** Work that was told to stop and does not come back is given up after this time, in milliseconds. */
const GRACE_MS = 30_000;

/** Told to whoever works when their process is to stop; what they leave waits in rows. */
export class WorkStopped extends Error {
  constructor() {
    super('Le processus s’arrête.');
  }
}

/**
 * Runs a work that is told to stop when `stop` is, or when it takes longer than it may; rejects when it does not heed
 * that, so that it occupies nobody's place for ever.
 */
export async function withinDeadline<T>(
  work: (stop: AbortSignal) => Promise<T>,
  { deadlineMs, stop }: { readonly deadlineMs: number; readonly stop: AbortSignal },
): Promise<T> {
  const late = new Error(`Le travail dure plus de ${Math.round(deadlineMs / 1_000)} s.`);
  const deadline = new AbortController();
  const warning = setTimeout(() => deadline.abort(late), deadlineMs);
  let end: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    end = setTimeout(() => reject(late), deadlineMs + GRACE_MS);
  });
  try {
    return await Promise.race([work(AbortSignal.any([stop, deadline.signal])), overdue]);
  } finally {
    clearTimeout(warning);
    clearTimeout(end);
  }
}
