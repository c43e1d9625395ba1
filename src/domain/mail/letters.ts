import { frenchDate, ofPeriod, type Period } from '../values/local-date';
import type { Closing } from './closing';

/** A message as it is sent: the same in plain text and in simple HTML. Links and counts only, nothing about anybody. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one click ends messages of this kind; null where there is nothing to end. */
  readonly unsubscribe: string | null;
}

/** Tasks to do, by payroll month. */
export interface MonthCount {
  readonly period: Period;
  readonly count: number;
  readonly link: string;
}

type Line = string | { readonly words: string; readonly address: string };

interface Draft {
  readonly subject: string;
  readonly lines: readonly Line[];
  readonly unsubscribe: string | null;
}

export function invitationLetter(link: string, until: string, isNew: boolean): Letter {
  return written({
    subject: isNew ? 'Votre accès à Taux Juste' : 'Votre nouveau mot de passe Taux Juste',
    lines: [
      isNew
        ? 'Une personne de votre organisation vous ouvre un accès à Taux Juste, qui tient à jour les taux AT/MP.'
        : 'Un nouveau mot de passe vous est proposé pour Taux Juste. L’ancien reste valable tant que vous n’en changez pas.',
      { words: 'Choisir votre mot de passe', address: link },
      `Ce lien sert une seule fois, jusqu’au ${until}. Si vous n’attendiez pas ce message, ne faites rien.`,
    ],
    unsubscribe: null,
  });
}

export function digestLetter(months: readonly MonthCount[], unsubscribe: string): Letter {
  const total = sum(months);
  return written({
    subject: `${tasks(total)} de taux AT/MP à faire ce mois-ci`,
    lines: [`Dans Taux Juste, ${tasks(total)} de taux AT/MP ${waits(total)}.`, ...months.map(monthLine)],
    unsubscribe,
  });
}

export function reminderLetter(closing: Closing, months: readonly MonthCount[], unsubscribe: string): Letter {
  const total = sum(months);
  const { dueOn, period } = closing;
  return written({
    subject: `DSN à déposer le ${frenchDate(dueOn)} : ${tasks(total)} à faire avant`,
    lines: [
      `La DSN ${ofPeriod(period)} est à déposer le ${frenchDate(dueOn)} au plus tard. Pour des établissements dont c’est l’échéance, ${tasks(total)} de taux AT/MP ${waits(total)}.`,
      ...months.map(monthLine),
    ],
    unsubscribe,
  });
}

/** To support: what the schedule could not do, or did late, one sentence each. */
export function alertLetter(sentences: readonly string[]): Letter {
  const count = sentences.length;
  return written({
    subject: `Calendrier de Taux Juste : ${String(count)}\u00a0point${count > 1 ? 's' : ''} à regarder`,
    lines: [
      'Ce qui tourne tout seul dans Taux Juste demande votre attention.',
      ...sentences,
      'La commande « schedule list » montre où en est chaque passage.',
    ],
    unsubscribe: null,
  });
}

const sum = (months: readonly MonthCount[]): number => months.reduce((total, { count }) => total + count, 0);
const tasks = (count: number): string => `${String(count)}\u00a0tâche${count > 1 ? 's' : ''}`;
const waits = (count: number): string => (count > 1 ? 'vous attendent' : 'vous attend');

const monthLine = ({ period, count, link }: MonthCount): Line => ({
  words: `Paie ${ofPeriod(period)} : ${tasks(count)}`,
  address: link,
});

const ENDING = 'Ne plus recevoir ces messages';

function written({ subject, lines, unsubscribe }: Draft): Letter {
  const all: readonly Line[] = unsubscribe === null ? lines : [...lines, { words: ENDING, address: unsubscribe }];
  const text = ['Bonjour,', ...all.map(textOf), 'Taux Juste'].join('\n\n');
  const paragraphs = ['Bonjour,', ...all, 'Taux Juste'].map((line) => `<p>${htmlOf(line)}</p>`).join('\n');
  const html = `<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>\n<body>\n${paragraphs}\n</body></html>\n`;
  return { subject, text: `${text}\n`, html, unsubscribe };
}

const textOf = (line: Line): string => (typeof line === 'string' ? line : `${line.words} :\n${line.address}`);

const htmlOf = (line: Line): string =>
  typeof line === 'string' ? escaped(line) : `<a href="${escaped(line.address)}">${escaped(line.words)}</a>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
