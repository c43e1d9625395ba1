import { NotFoundException } from '@nestjs/common';
import type { Refusal, Result } from '#domain/values/result';

/** What the address names, or the page « introuvable »: the same for what does not exist and for what others own. */
export function foundOr404<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new NotFoundException(result.refusal.message);
}

/** Refusals that say that the address names nothing, where a form has others of its own. */
const UNKNOWN: ReadonlySet<string> = new Set([
  'ETABLISSEMENT_INCONNU',
  'SIRET_ILLISIBLE',
  'SIRET_CLE',
  'MISE_A_JOUR_INCONNUE',
  'DEMANDE_INCONNUE',
  'WEBHOOK_INCONNU',
]);

/** The refusal of a form, unless it is the address that names nothing. */
export function refusalOf(refusal: Refusal): Refusal {
  if (UNKNOWN.has(refusal.code)) throw new NotFoundException(refusal.message);
  return refusal;
}
