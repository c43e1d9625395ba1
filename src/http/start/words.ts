import type { ImportWork } from '#application/start/read-import';
import type { FileKind } from '#domain/start/file-kind';

const KILO = 1024;
const MEGA = KILO * KILO;
const NUMBERS = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** `812 Ko`, `3,4 Mo`; never nothing for a file that holds something. */
export const sizeWords = (bytes: number): string =>
  bytes < MEGA
    ? `${NUMBERS.format(Math.max(1, Math.round(bytes / KILO)))}\u00a0Ko`
    : `${NUMBERS.format(bytes / MEGA)}\u00a0Mo`;

export const KIND_WORDS: Readonly<Record<FileKind, string>> = {
  COMPANIES: 'fichier d’entreprises',
  DSN: 'DSN',
  RATES: 'taux notifiés',
};

const STEP_WORDS: Readonly<Record<FileKind, string>> = {
  COMPANIES: 'Lecture des entreprises',
  DSN: 'Lecture des DSN',
  RATES: 'Lecture et décision des taux',
};

export const isOver = ({ endedAt }: ImportWork): boolean => endedAt !== null;

/** Companies and rates do not tell how far they are, and a work that is done again begins anew. */
export const shareOf = ({ read, size }: ImportWork): number | null =>
  read === 0 || read > size ? null : Math.round((read / size) * 100);

/** Where the work stands, in one line. */
export function progressWords(work: ImportWork): string {
  const { step, read } = work;
  if (step === null) return 'En attente : le travail de fond s’en charge dès qu’il est libre.';
  const words = STEP_WORDS[step];
  if (step !== 'DSN' || read === 0) return `${words}…`;
  const share = shareOf(work);
  if (share === 100) return `${words} : fichiers lus, enregistrement…`;
  return share === null ? `${words} : ${sizeWords(read)} lus…` : `${words} : ${String(share)}\u00a0%`;
}
