import type { Refusal } from '../values/result';

export const SHORTEST_PASSWORD = 12;
/** Beyond it a password only costs time to hash. */
const LONGEST_PASSWORD = 200;

/** What guessers try first, once digits and signs are taken away; French and English habits. */
const COMMON = [
  'motdepasse',
  'password',
  'passw0rd',
  'azerty',
  'azertyuiop',
  'qwerty',
  'qwertyuiop',
  'bonjour',
  'bienvenue',
  'welcome',
  'administrateur',
  'administrator',
  'admin',
  'letmein',
  'iloveyou',
  'jetaime',
  'soleil',
  'doudou',
  'marseille',
  'changeme',
  'changezmoi',
  'paie',
  'payroll',
  'tauxjuste',
  'atmp',
  'urssaf',
  'netentreprises',
  'abcdefghijkl',
] as const;

export interface PasswordOwner {
  readonly name: string;
  readonly email: string;
}

/** Null when the password may be used. The sentence never repeats it. */
export function refusePassword(password: string, owner: PasswordOwner): Refusal | null {
  const length = Array.from(password).length;
  if (length < SHORTEST_PASSWORD)
    return refusal(
      'MOT_DE_PASSE_COURT',
      `Le mot de passe compte ${length} caractère${length > 1 ? 's' : ''} : choisissez-en au moins ${SHORTEST_PASSWORD}, par exemple trois mots sans lien.`,
    );
  if (length > LONGEST_PASSWORD)
    return refusal('MOT_DE_PASSE_LONG', `Le mot de passe dépasse ${LONGEST_PASSWORD} caractères : raccourcissez-le.`);
  const plain = plainOf(password);
  if (new Set(plain).size < 5 || isRun(plain))
    return refusal(
      'MOT_DE_PASSE_DEVINABLE',
      'Le mot de passe est une suite ou une répétition : choisissez-en un plus varié.',
    );
  if (COMMON.some((common) => lettersOf(plain) === common || plain === common.repeat(2)))
    return refusal(
      'MOT_DE_PASSE_COURANT',
      'Le mot de passe est de ceux qu’on essaie en premier : choisissez trois mots sans lien entre eux.',
    );
  if (ownWords(owner).some((word) => plain.includes(word) && plain.length - word.length < SHORTEST_PASSWORD - 4))
    return refusal(
      'MOT_DE_PASSE_PERSONNEL',
      'Le mot de passe reprend votre nom ou votre adresse : choisissez-en un qui ne parle pas de vous.',
    );
  return null;
}

const refusal = (code: string, message: string): Refusal => ({ code, message });

/** Lower case, without accents or spaces. */
const plainOf = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, '');

const lettersOf = (plain: string): string => plain.replace(/[^a-z]+/g, '');

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
];

function isRun(plain: string): boolean {
  const backwards = Array.from(plain).reverse().join('');
  return RUNS.some((run) => run.includes(plain) || run.includes(backwards));
}

/** Words of four letters and more of the name, and the part of the address before the @. */
function ownWords({ name, email }: PasswordOwner): string[] {
  const local = email.split('@', 1)[0] ?? '';
  return [...name.split(/[^\p{L}]+/u), ...local.split(/[^\p{L}\p{N}]+/u), name, local]
    .map(plainOf)
    .filter((word) => word.length >= 4);
}
