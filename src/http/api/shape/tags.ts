/** Under which head each room stands in the document, in the order of the document. */
export const TAGS = {
  Clé: 'Ce que la clé qui demande peut faire.',
  Entreprises: 'Celles que la clé ouvre, et leurs établissements.',
  Documents: 'Documents de taux : envoi, suivi, lignes et verdicts.',
  Tâches: 'Ce qu’une personne doit décider, et ce qui a été fait pour elle.',
  Taux: 'Taux d’un établissement, un jour donné, tels qu’on les connaissait.',
  Paie: 'Code et taux de chaque salarié, pour le bulletin et la DSN.',
  Retenus: 'Ce qu’une garde a arrêté, et sa fin.',
  Régularisations: 'Déclaré et juste, mois par mois, en euros.',
  Campagnes: 'Renouvellement annuel des taux.',
} as const;

export type Tag = keyof typeof TAGS;
