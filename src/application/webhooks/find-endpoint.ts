import { accepted, refused, type Result } from '#domain/values/result';
import type { Scope, Tx } from '#storage/database';
import { endpointToChange, type Endpoint } from '#storage/events/endpoints';

/** An endpoint that nobody else changes before the end of the transaction. They are the house's: no company sees them. */
export async function findEndpoint(tx: Tx, id: number, scope: Scope): Promise<Result<Endpoint>> {
  const endpoint = scope === 'system' ? await endpointToChange(tx, id) : null;
  return endpoint === null
    ? refused('WEBHOOK_INCONNU', `Le webhook n° ${id} n’existe pas : voyez la liste des webhooks.`)
    : accepted(endpoint);
}
