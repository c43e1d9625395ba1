/** The clock is a port: a verb reads it once, and `NOW` sets it for tests and replays. */
export abstract class Clock {
  /** ISO instant in UTC with milliseconds. */
  abstract now(): string;
}

/** The machine's own time, whatever `NOW` says: sessions, links and limits end for people who wait for real. */
export abstract class WallClock {
  /** ISO instant in UTC with milliseconds. */
  abstract now(): string;
}
