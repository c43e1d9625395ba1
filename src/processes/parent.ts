/** What a parent says to a worker of its own that it wants to end. */
export const STOP_WORD = 'stop';
/** What it says to be given the worker's measures, which come back under this name. */
export const MEASURES_WORD = 'measures';

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

/** Gives the parent the measures of this process whenever it asks. */
export function tellParent(measures: () => Promise<object>): void {
  if (process.channel === undefined) return;
  process.on('message', (word) => {
    if (word !== MEASURES_WORD) return;
    void measures().then((all) => {
      if (process.connected) process.send?.({ [MEASURES_WORD]: all });
    });
  });
}

/** Lets go of the parent, whose channel would otherwise keep this process from ending. */
export function leaveParent(): void {
  if (process.connected) process.disconnect();
}
