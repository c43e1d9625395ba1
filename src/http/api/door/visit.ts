import type { OpenKey } from '#application/api/open-by-key';

/** What the door of programs needs of a request; `key` is there from the first hook on, wherever a key is asked for. */
export interface ApiVisit {
  readonly method: string;
  readonly url: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  body?: unknown;
  apiKey?: OpenKey;
}

/** A header that came once, trimmed; empty when it is absent or came several times. */
export function headerOf({ headers }: Pick<ApiVisit, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value.trim() : '';
}
