/** What a parent says to a worker of its own that it wants to end. */
export const STOP_WORD = 'stop';

/** Resolves when the parent says stop or is gone, and never in a process that was started by hand. */
export const parentWantsEnd = (): Promise<void> =>
  new Promise((resolve) => {
    if (process.channel === undefined) return;
    process.on('message', (word) => {
      if (word === STOP_WORD) resolve();
    });
    process.once('disconnect', () => resolve());
    if (!process.connected) resolve();
  });

/** Lets go of the parent, whose channel would otherwise keep this process from ending. */
export function leaveParent(): void {
  if (process.connected) process.disconnect();
}
