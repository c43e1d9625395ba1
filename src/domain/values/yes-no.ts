import { accepted, refused, type Result } from './result';

/** Oui/non as people and spreadsheets write it; empty = not said. */
export function parseYesNo(text: string): Result<boolean | null> {
  switch (text.trim().toLowerCase()) {
    case '':
      return accepted(null);
    case 'oui':
    case 'o':
    case '1':
    case 'true':
      return accepted(true);
    case 'non':
    case 'n':
    case '0':
    case 'false':
      return accepted(false);
    default:
      return refused('OUI_NON_ILLISIBLE', `« ${text.trim().slice(0, 20)} » doit être oui ou non.`);
  }
}
