import type { Environment } from './environment';

/** Where documents of rates are looked for. */
export const feedSettings = ({ feedFolder }: Environment) => ({ folder: feedFolder ?? null });
