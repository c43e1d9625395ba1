import { setTimeout as sleep } from 'node:timers/promises';

/** How long to leave alone what others hold, or what is to be tried again later, in milliseconds. */
const PAUSE_MS = 100;

/** Works at what several processes share until nothing of it is left, whoever did it. Throws when told to halt. */
export async function besideOthers(
  tryNext: () => Promise<boolean>,
  isAnyLeft: () => Promise<boolean>,
  halt?: AbortSignal,
): Promise<void> {
  for (;;) {
    const worked = await tryNext();
    halt?.throwIfAborted();
    if (worked) continue;
    if (!(await isAnyLeft())) return;
    await sleep(PAUSE_MS, undefined, { signal: halt }).catch(() => halt?.throwIfAborted());
  }
}
