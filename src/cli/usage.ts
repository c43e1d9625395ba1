import type { CommanderError } from 'commander';

const HELP = 'voyez --help';

/** One sentence per way of calling a command wrongly; `$1` is what the caller wrote or forgot. */
const SENTENCES: Readonly<Record<string, string>> = {
  'commander.unknownCommand': `La commande « $1 » n'existe pas : ${HELP}.`,
  'commander.unknownOption': `L'option « $1 » n'existe pas ici : ${HELP}.`,
  'commander.missingArgument': `Il manque l'argument « $1 » : ${HELP}.`,
  'commander.optionMissingArgument': `L'option « $1 » attend une valeur : ${HELP}.`,
  'commander.missingMandatoryOptionValue': `L'option « $1 » est obligatoire : ${HELP}.`,
  'commander.excessArguments': `La commande reçoit trop d'arguments : ${HELP}.`,
};

/** The library speaks English; people here do not. Null when it has already said all, as help does. */
export function usageSentence({ code, message }: CommanderError): string | null {
  if (code === 'commander.help' || code === 'commander.helpDisplayed') return null;
  const sentence = SENTENCES[code];
  if (sentence === undefined) return message.replace(/^error: /, '');
  return sentence.replace('$1', () => /'([^']*)'/.exec(message)?.[1] ?? '');
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Emploi :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
};

export const frenchTitle = (title: string): string => TITLES[title] ?? title;
