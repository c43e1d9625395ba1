import { accepted, refused, type Result } from '../values/result';

/** What a key may do: an object of the API and whether it reads or changes it. */
export const API_SCOPES = [
  'feeds:read',
  'feeds:write',
  'tasks:read',
  'tasks:write',
  'rates:read',
  'payroll:read',
  'payroll:write',
  'held:read',
  'held:write',
  'campaigns:read',
  'estimate:read',
] as const;

export type ApiScope = (typeof API_SCOPES)[number];

export const API_SCOPE_WORDS: Readonly<Record<ApiScope, string>> = {
  'feeds:read': 'lire les documents reçus et leurs lignes',
  'feeds:write': 'envoyer des documents de taux',
  'tasks:read': 'lire les tâches',
  'tasks:write': 'répondre aux tâches et les repousser',
  'rates:read': 'lire les taux',
  'payroll:read': 'lire le code et le taux de chaque salarié',
  'payroll:write': 'dire qu’une paie est en cours',
  'held:read': 'lire les taux retenus',
  'held:write': 'libérer ou refuser les taux retenus',
  'campaigns:read': 'lire l’avancement des campagnes',
  'estimate:read': 'lire les régularisations estimées',
};

const isScope = (text: string): text is ApiScope => API_SCOPES.some((known) => known === text);

/** Scopes as asked for, each once and in the order of the list; at least one. */
export function parseApiScopes(texts: readonly string[]): Result<readonly ApiScope[]> {
  const asked = texts.map((text) => text.trim()).filter((text) => text !== '');
  const unknown = asked.find((text) => !isScope(text));
  if (unknown !== undefined)
    return refused(
      'DROIT_INCONNU',
      `Le droit « ${unknown.slice(0, 40)} » n’existe pas : choisissez parmi ${API_SCOPES.join(', ')}.`,
    );
  if (asked.length === 0) return refused('DROIT_ABSENT', 'Les droits de la clé manquent : choisissez-en au moins un.');
  return accepted(API_SCOPES.filter((known) => asked.includes(known)));
}
