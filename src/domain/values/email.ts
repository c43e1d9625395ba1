import { accepted, refused, type Result } from './result';

/** An e-mail address in lower case, so that one person has one account however they type it. */
export type Email = string & { readonly __brand: 'Email' };

const LONGEST = 254;
/** Enough to see a slip of the hand; whether somebody reads it, only a message can tell. */
const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

export function parseEmail(text: string): Result<Email> {
  const address = text.trim().normalize('NFC').toLowerCase();
  if (address.length <= LONGEST && ADDRESS.test(address)) return accepted(address as Email);
  if (address === '') return refused('ADRESSE_ILLISIBLE', 'L’adresse e-mail est obligatoire : écrivez-la.');
  return refused(
    'ADRESSE_ILLISIBLE',
    `L’adresse e-mail « ${text.trim().slice(0, 60)} » n’est pas complète : écrivez-la comme prenom.nom@entreprise.fr.`,
  );
}
