import type { Type } from '@nestjs/common';
import type { Command as Program } from 'commander';
import type { Refusal } from '#domain/values/result';

/** What a command may reach: the verbs, and what it was called with. */
export interface CommandContext {
  /** A verb of the application. */
  readonly verb: <T>(type: Type<T>) => T;
  /** Who acts, for the audit. */
  readonly actor: string;
  /** Resolves a path against the caller's directory: npm changes it. */
  readonly path: (argument: string) => string;
  /** Where people reach the pages, without a final slash: for the links that a command prints. */
  readonly pagesUrl: string;
  /** Writes to standard output at once, for answers too long to be held; resolves when it is taken. */
  readonly write: (text: string) => Promise<void>;
}

/** What a command says: one JSON document for programs, text for people, notes on stderr for both. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
  readonly notes?: readonly string[];
  /** The command was understood but nothing could be done: exit 1, the answer is printed all the same. */
  readonly failed?: boolean;
  /** Everything was already written: nothing is printed but the notes. */
  readonly written?: boolean;
}

/** The answer of a command that has written it all by itself. */
export const WRITTEN: Answer = { json: null, text: '', written: true };

export type Work = (context: CommandContext) => Promise<Answer | { readonly refusal: Refusal }>;

/** Opens the house, runs the work, prints its answer, closes the house. */
export type Run = (options: { readonly json?: boolean }, work: Work) => Promise<void>;

/** A command adds itself to the program. */
export type Command = (program: Program, run: Run) => void;

export const JSON_OPTION = ['--json', 'réponse en un document JSON sur la sortie standard'] as const;
