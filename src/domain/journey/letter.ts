import { frenchDate, type LocalDate } from '../values/local-date';
import type { Siret } from '../values/siret';

export interface LetterFacts {
  readonly siret: Siret;
  readonly company: string | null;
  readonly town: string | null;
  /** The caisse that decides the rate; null where the place does not tell. */
  readonly caisse: string | null;
  /** Day from which the rate is needed. */
  readonly since: LocalDate;
}

/** A text ready to be sent to the caisse; nobody's name stands in it, as who sends it signs it. */
export const letterToCaisse = ({ siret, company, town, caisse, since }: LetterFacts): string =>
  [
    `Objet : taux AT/MP de l’établissement ${siret}`,
    '',
    caisse === null
      ? 'Madame, Monsieur,'
      : `Au service tarification de ${article(caisse)}${caisse},\n\nMadame, Monsieur,`,
    '',
    `Nous établissons les paies de l’entreprise${company === null ? '' : ` ${company}`}, établissement ${siret}${town === null ? '' : ` (${town})`}.`,
    `Nous n’avons pas connaissance du taux de cotisation AT/MP notifié avec effet au ${frenchDate(since)}.`,
    '',
    'Pourriez-vous nous indiquer, pour chaque taux de cet établissement :',
    '- le code risque et la section ;',
    '- le taux net et sa date d’effet ;',
    '- s’il s’agit d’un taux « fonctions supports de nature administrative » ?',
    '',
    'Si l’établissement n’est pas encore inscrit au compte AT/MP, merci de nous le dire : nous le ferons faire sans attendre.',
    '',
    'Cordialement,',
  ].join('\n');

const article = (caisse: string): string => (caisse.startsWith('C') ? 'la ' : '');
