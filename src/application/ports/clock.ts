/** The clock is a port: a verb reads it once, and `NOW` sets it for tests and replays. */
export abstract class Clock {
  /** ISO instant in UTC with milliseconds. */
  abstract now(): string;
}
