/** Conditions of one query, each with its value: only those that were asked for reach the planner. */
export class Conditions {
  private readonly clauses: string[] = [];

  /** `parameters` are the query's: conditions of several parts of one query share them. */
  constructor(readonly parameters: unknown[] = []) {}

  /** The placeholder of a value. */
  value(value: unknown): string {
    return `$${this.parameters.push(value)}`;
  }

  add(clause: string): this {
    this.clauses.push(clause);
    return this;
  }

  /** Adds the condition unless `value` is null. */
  when<T>(value: T | null, clause: (value: T) => string): this {
    return value === null ? this : this.add(clause(value));
  }

  /** For after WHERE. */
  get sql(): string {
    return this.clauses.length === 0 ? 'true' : this.clauses.map((clause) => `(${clause})`).join(' AND ');
  }
}
