import type { AuditEntry } from '#storage/audit';
import type { Endpoint } from '#storage/events/endpoints';

interface Act {
  readonly at: string;
  readonly actor: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What the journal keeps of an act on an endpoint: where it leads, never a secret nor what may stand in its path. */
export const endpointEntry = (
  { id, url, siren, types }: Pick<Endpoint, 'id' | 'url' | 'siren' | 'types'>,
  action: string,
  { at, actor, more = {} }: Act,
): AuditEntry => ({
  ...{ at, actor, action, siren },
  siret: null,
  body: { endpoint: id, host: new URL(url).host, types, ...more },
  covers: null,
});
