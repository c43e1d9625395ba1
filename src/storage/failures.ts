import type { Refusal } from '#domain/values/result';

/** What went wrong below us, by the codes of PostgreSQL (five characters) and of the system (E…). */
type Cause = 'DISK_FULL' | 'LOST' | 'REFUSED' | 'NO_BASE' | 'UNREACHABLE' | 'CROWDED' | 'NO_RIGHT';

const CAUSES: Readonly<Record<string, Cause>> = {
  '53100': 'DISK_FULL',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  '28000': 'REFUSED',
  '28P01': 'REFUSED',
  '3D000': 'NO_BASE',
  '42501': 'NO_RIGHT',
  '53300': 'CROWDED',
  '57P01': 'LOST',
  '57P02': 'LOST',
  '57P03': 'LOST',
  ECONNRESET: 'LOST',
  EPIPE: 'LOST',
  ECONNREFUSED: 'UNREACHABLE',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  ENOTFOUND: 'UNREACHABLE',
  EAI_AGAIN: 'UNREACHABLE',
  ETIMEDOUT: 'UNREACHABLE',
};

/** The words of the driver and of TypeORM, when they give no code. */
const WORDS: readonly (readonly [RegExp, Cause])[] = [
  [/No space left on device/, 'DISK_FULL'],
  [/Connection terminated|connection error and is not queryable|not queryable|Connection ended/, 'LOST'],
  // TypeORM lets go of a connection that broke between two statements, and says only this at the next one.
  [/Query runner already released/, 'LOST'],
  [/timeout/, 'UNREACHABLE'],
];

const AGAIN = 'relancez la même commande, qui reprend ce qui était commencé';

const SENTENCES: Readonly<Record<Cause, readonly [code: string, message: string]>> = {
  DISK_FULL: [
    'DISQUE_PLEIN',
    `Le disque de la base de données est plein et rien n'est à moitié écrit : libérez de la place, puis ${AGAIN}.`,
  ],
  LOST: [
    'BASE_PERDUE',
    `La base de données a cessé de répondre en plein travail et rien n'est à moitié écrit : remettez-la en marche, puis ${AGAIN}.`,
  ],
  UNREACHABLE: ['BASE_INJOIGNABLE', `La base de données ne répond pas : vérifiez qu'elle tourne, puis ${AGAIN}.`],
  REFUSED: [
    'BASE_REFUSEE',
    'La base de données refuse cet utilisateur ou ce mot de passe : corrigez-les dans DATABASE_URL, puis relancez.',
  ],
  NO_BASE: ['BASE_ABSENTE', "Cette base n'existe pas sur le serveur : créez-la, ou corrigez DATABASE_URL."],
  CROWDED: [
    'BASE_ENCOMBREE',
    `Le serveur de base de données n'accepte plus de connexions : fermez-en ou augmentez max_connections, puis ${AGAIN}.`,
  ],
  NO_RIGHT: [
    'BASE_SANS_DROIT',
    "L'utilisateur de DATABASE_URL n'a pas les droits qu'il faut sur la base (tables, schémas, rôle tj_app) : donnez-les-lui, puis relancez.",
  ],
};

/** The code of a failure that is neither the disk's nor the connection's: a fault of ours, or of the data. */
export const UNFORESEEN = 'PANNE';

/** One French sentence for a failure that no verb foresaw; what the server says is quoted only when nothing better is known. */
export function refusalOfFailure(error: unknown): Refusal {
  const cause = causeOf(error);
  if (cause !== null) {
    const [code, message] = SENTENCES[cause];
    return { code, message };
  }
  return {
    code: UNFORESEEN,
    message: `Une panne imprévue a arrêté la commande (${firstLine(error)}) et rien n'est à moitié écrit : signalez-la, puis ${AGAIN}.`,
  };
}

/** The same when the base cannot even be opened: says which, never with its password. */
export function refusalToOpen(error: unknown, url: string): Refusal {
  const { code, message } = refusalOfFailure(error);
  const cause = causeOf(error);
  if (cause !== 'UNREACHABLE' && cause !== 'LOST') return { code, message };
  return {
    code: 'BASE_INJOIGNABLE',
    message: `La base de données ${placeOf(url)} ne répond pas (${codeOf(error) ?? firstLine(error)}) : vérifiez qu'elle tourne, et DATABASE_URL ou DATA_DIR.`,
  };
}

function causeOf(error: unknown): Cause | null {
  const known = CAUSES[codeOf(error) ?? ''];
  if (known !== undefined) return known;
  if (codeOf(error)?.startsWith('08') === true) return 'LOST';
  const words = firstLine(error);
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.slice(0, 200) ?? '';
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'indiquée';
  const { host, pathname, searchParams } = new URL(url);
  return `« ${host === '' ? (searchParams.get('host') ?? '') : host}${pathname} »`;
}
