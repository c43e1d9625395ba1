/**
 * What all the works give, once all of them have ended; rejects as the first that failed did. `Promise.all` would leave
 * the others running, on a connection that has meanwhile been handed to somebody else.
 */
export async function allDone<T extends readonly unknown[]>(works: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<T> {
  const ended = await Promise.allSettled(works);
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return Promise.all(works);
}
