import { frenchFact } from './rules';
import type { Facts, Finding } from './verdict';

const shown = (facts: Facts, name: string): string => frenchFact(facts[name]);

const GUARDS: Record<string, string> = {
  TAUX_NUL: 'le taux est nul',
  MULTIPLIE: 'le taux double au moins',
  DIVISE: 'le taux est divisé par deux au moins',
  AU_DESSUS_DU_PLAFOND: 'le taux dépasse 30 %',
  SOUS_LE_PLANCHER: 'le taux passe sous le plancher de l’année',
  PAIE_EN_COURS: 'la paie du mois est en cours',
  LOT_ANORMAL: 'trop de taux du lot bougent de moitié',
};

const SENTENCES: Record<string, (facts: Facts) => string> = {
  CONFIRME: (f) =>
    `${shown(f, 'code')} à ${shown(f, 'notifie')} : déjà en place depuis le ${shown(f, 'enPlaceDepuis')}, renouvellement confirmé.`,
  GARDE: (f) => {
    const names = String(f['gardes'])
      .split(',')
      .map((guard) => GUARDS[guard] ?? guard);
    const before = f['avant'] == null ? '' : ` (${shown(f, 'avant')} → ${shown(f, 'notifie')})`;
    return `Retenu : ${names.join(', ')}${before}.`;
  },
  CONTREDIT_SAISIE: (f) =>
    `La caisse notifie ${shown(f, 'notifie')}, une personne a saisi ${shown(f, 'saisi')} à la même date.`,
  CONTREDIT_DECLARE: (f) =>
    `La caisse notifie ${shown(f, 'code')} à ${shown(f, 'notifie')}, la DSN de ${shown(f, 'moisDeclare')} déclare ${shown(f, 'codeDeclare')} à ${shown(f, 'tauxDeclare')}.`,
  PLUSIEURS_TAUX: (f) =>
    `Plusieurs taux : notifié ${String(f['tauxNotifies']).replaceAll('.', ',')} ; ${shown(f, 'profilsEnPlace')} profil(s) en place.`,
  AUTOMATISATION_REFUSEE: (f) =>
    `${shown(f, 'code')} à ${shown(f, 'notifie')} : la mise à jour automatique n’est pas permise pour cette entreprise.`,
  TAUX_UNIQUE: (f) =>
    f['avant'] == null
      ? `Taux unique ${shown(f, 'code')} à ${shown(f, 'notifie')}, rien n’était en place.`
      : `Taux unique ${shown(f, 'code')} : ${shown(f, 'avant')} → ${shown(f, 'notifie')}.`,
  SANS_TAUX_ATMP: () => 'Aucun taux AT/MP dans ce document.',
};

/** One French sentence of why, made from the facts that were kept when the rule spoke: nothing is recomputed. */
export function explain(finding: Pick<Finding, 'rule' | 'facts'>): string {
  const sentence = SENTENCES[finding.rule];
  return sentence === undefined ? String(finding.facts['motif'] ?? finding.rule) : sentence(finding.facts);
}
