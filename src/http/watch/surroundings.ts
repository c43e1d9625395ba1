/** Under which what surrounds the pages is handed to controllers. */
export const SURROUNDINGS = Symbol('surroundings');

/** What the pages know of the process that serves them. */
export interface Surroundings {
  /** It was told to stop. */
  readonly stopping: () => boolean;
  /** Opens the measures to other machines than this one; null for this one alone. */
  readonly metricsToken: string | null;
  /** The measures of a worker of its own, as that one has them; null without one that answers. */
  readonly workerMetrics: () => Promise<object | null>;
}

export const ALONE: Surroundings = {
  stopping: () => false,
  metricsToken: null,
  workerMetrics: () => Promise.resolve(null),
};
