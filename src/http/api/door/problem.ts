import { HttpException, HttpStatus } from '@nestjs/common';
import type { Refusal, Result } from '#domain/values/result';

/** What is wrong with one field of a request. */
export interface FieldProblem {
  readonly detail: string;
  /** JSON pointer into the body: `#/rates/0/code`. */
  readonly pointer?: string;
  /** Name of a parameter of the address or the query. */
  readonly parameter?: string;
  /** Name of a header. */
  readonly header?: string;
}

/** What every answer that is not a success says (RFC 9457); `code` is for machines, `detail` one French sentence. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly FieldProblem[];
}

export interface Wrong {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by whatever answers at the door of programs; everything else that is thrown there becomes one. */
export class ProblemException extends HttpException {
  constructor(readonly wrong: Wrong) {
    super(wrong.detail, wrong.status);
  }
}

const UNKNOWN = /_INCONNUE?$/;

/**
 * The value of a verb, or the problem that its refusal is: 404 where it names something that does not exist or belongs
 * to others, 422 elsewhere, unless the route knows better (`{ TACHE_FAITE: 409 }`).
 */
export function answered<T>(result: Result<T>, statuses: Readonly<Record<string, number>> = {}): T {
  if (result.ok) return result.value;
  throw problemOfRefusal(result.refusal, statuses);
}

export function problemOfRefusal(
  { code, message }: Refusal,
  statuses: Readonly<Record<string, number>> = {},
): ProblemException {
  const usual = UNKNOWN.test(code) ? HttpStatus.NOT_FOUND : HttpStatus.UNPROCESSABLE_ENTITY;
  return new ProblemException({ status: statuses[code] ?? usual, code, detail: message });
}
