const EVERY_MS = 500;

export interface Watch {
  /** Resolves when nothing is being started any more. */
  end(): Promise<void>;
}

/**
 * Looks again and again at something that should run, and has it started when it does not: a server that was killed is
 * back before people have read the page that says so. A start that fails is tried again.
 */
export function watchOver(isThere: () => boolean, start: () => Promise<void>): Watch {
  let starting: Promise<void> | null = null;
  const look = (): void => {
    if (starting !== null || isThere()) return;
    starting = start().finally(() => (starting = null));
  };
  const timer = setInterval(look, EVERY_MS);
  // Whoever only waits for the database to be watched may end.
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await starting;
    },
  };
}
