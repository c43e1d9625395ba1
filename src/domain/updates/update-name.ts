import { parseSiret, type Siret } from '../values/siret';

/** An automatic update: what one document brought for one establishment. */
export interface UpdateName {
  readonly feed: number;
  readonly siret: Siret;
}

const NAME = /^auto-([1-9]\d{0,14})-(\d{14})$/;

/** Reads `auto-12-99990000400014`, the name under which lists show an update; null when it is none. */
export function parseUpdateName(text: string): UpdateName | null {
  const [, feed = '', digits = ''] = NAME.exec(text) ?? [];
  const siret = parseSiret(digits);
  return siret.ok ? { feed: Number(feed), siret: siret.value } : null;
}

export const updateName = ({ feed, siret }: UpdateName): string => `auto-${feed}-${siret}`;
