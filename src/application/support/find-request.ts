import { accepted, refused, type Result } from '#domain/values/result';
import type { Tx } from '#storage/database';
import { requestToAnswer, type SupportRequest } from '#storage/support/requests';
import { sees, type Caller } from '../access/caller';

const NUMBER = /^[1-9]\d{0,14}$/;

/** The request that a person means, locked until the transaction ends. */
export async function findRequest(
  tx: Tx,
  text: string,
  { scope }: Pick<Caller, 'scope'>,
): Promise<Result<SupportRequest>> {
  const request = NUMBER.test(text) ? await requestToAnswer(tx, Number(text)) : null;
  if (request !== null && sees(scope, request.siren)) return accepted(request);
  return refused('DEMANDE_INCONNUE', 'Cette demande au support est inconnue : voyez la liste des demandes.');
}
