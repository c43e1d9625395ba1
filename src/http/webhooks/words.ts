import type { Endpoint } from '#application/webhooks/list-endpoints';

interface State {
  readonly tone: 'green' | 'yellow' | 'red' | 'grey';
  readonly text: string;
}

/** How an endpoint is, in a word. */
export function stateOf({ active, disabledBecause, failingSince, lastError }: Endpoint): State {
  if (!active) return { tone: 'grey', text: disabledBecause === 'GONE' ? 'Fermé par le destinataire' : 'Désactivé' };
  if (failingSince !== null) return { tone: 'red', text: 'En échec' };
  return lastError === null ? { tone: 'green', text: 'Actif' } : { tone: 'yellow', text: 'Nouvel essai prévu' };
}

export const companyWords = (siren: string | null): string => siren ?? 'Toutes';
