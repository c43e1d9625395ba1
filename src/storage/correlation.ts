import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** What ties together the lines, jobs and statements that one request led to; null outside of any. */
export const correlationId = (): string | null => current.getStore() ?? null;

/** Everything that `work` leads to, however late, is known by this id. */
export const correlated = <T>(id: string, work: () => T): T => current.run(id, work);
