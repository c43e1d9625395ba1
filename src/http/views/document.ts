import { momentWords } from '#application/ports/paris';
import { fileWords } from '#domain/feed/file-words';

/** `avis.xml (dans lot.zip), reçu le 6 janvier 2026 à 10 h 00`. */
export const documentWords = ({ file, receivedAt }: { readonly file: string; readonly receivedAt: string }): string =>
  `${fileWords(file)}, reçu le ${momentWords(receivedAt)}`;
