import type { FileKind } from '#domain/start/file-kind';
import type { Refusal } from '#domain/values/result';

/** A document that is left at the door, of which nothing is kept. */
export class LeftOutside extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

const leftOutside = (code: string, message: string): LeftOutside => new LeftOutside({ code, message });

export const emptyDocument = (name: string): LeftOutside =>
  leftOutside('FICHIER_VIDE', `Le document « ${name} » est vide : redemandez-le à votre source.`);

export const tooLarge = (name: string, most: number): LeftOutside =>
  leftOutside(
    'DOCUMENT_TROP_GRAND',
    `Le document « ${name} » dépasse ${most / 1024 ** 2} Mo et n’a pas été gardé : divisez-le en plusieurs envois.`,
  );

const BROKEN_OFF = 'ENVOI_INTERROMPU';

export const brokenOff = (name: string): LeftOutside =>
  leftOutside(BROKEN_OFF, `L’envoi du document « ${name} » s’est interrompu et rien n’en a été gardé : renvoyez-le.`);

export const noRoom = (name: string): LeftOutside =>
  leftOutside(
    'DISQUE_PLEIN',
    `Le disque du serveur est plein et rien du document « ${name} » n’a été gardé : libérez de la place, puis renvoyez-le.`,
  );

export const withoutCompany = (name: string): LeftOutside =>
  leftOutside(
    'AUCUNE_ENTREPRISE',
    `Le document « ${name} » ne peut rien apporter, car votre clé n’ouvre aucune entreprise : demandez à votre administrateur de vous en ouvrir, puis renvoyez-le.`,
  );

const OTHER_KINDS: Readonly<Record<Exclude<FileKind, 'RATES'>, readonly [code: string, what: string]>> = {
  DSN: ['DOCUMENT_DSN', 'contient une DSN et n’a pas été gardé : importez la DSN par la page « Importer »'],
  COMPANIES: [
    'DOCUMENT_ENTREPRISES',
    'est un tableau d’entreprises et n’a pas été gardé : importez-le par la page « Importer »',
  ],
};

/** A kind that is not rates; null is none of ours. */
export function wrongKind(name: string, kind: Exclude<FileKind, 'RATES'> | null): LeftOutside {
  const [code, what] =
    kind === null
      ? ['FORMAT_INCONNU', 'n’est ni un retour CRM 34, ni un tableau CSV de taux, ni une archive de ceux-ci']
      : OTHER_KINDS[kind];
  return leftOutside(code, `Le document « ${name} » ${what} ; vérifiez que c’est le bon, puis renvoyez-le.`);
}

/** Whether the same document may be accepted later: it says nothing against the document itself. */
export const isForNow = (refusal: Refusal): boolean => isBrokenOff(refusal) || refusal.code === 'DISQUE_PLEIN';

/** Whether its own bytes broke off, as those of a file that changes do. */
export const isBrokenOff = ({ code }: Refusal): boolean => code === BROKEN_OFF;
