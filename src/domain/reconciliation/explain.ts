import { frenchDate, frenchPeriod, type LocalDate, type Period } from '../values/local-date';
import { frenchRate, type Rate } from '../values/rate';
import { GUARDS, type Guard } from './guards';
import type { Facts, Finding } from './verdict';

const GUARD_WORDS: Record<Guard, string> = {
  TAUX_NUL: 'le taux est nul',
  MULTIPLIE: 'le taux double au moins',
  DIVISE: 'le taux est divisé par deux au moins',
  AU_DESSUS_DU_PLAFOND: 'le taux dépasse le plafond admis',
  SOUS_LE_PLANCHER: 'le taux passe sous le plancher de l’année',
  PAIE_EN_COURS: 'la paie du mois est en cours',
  LOT_ANORMAL: 'trop de taux du lot bougent de moitié',
};

const SENTENCES: Readonly<Record<string, (facts: Facts) => string>> = {
  CONFIRME: (facts) => `${notified(facts)} : déjà en place depuis le ${date(facts, 'enPlaceDepuis')}, taux confirmé.`,
  GARDE: (facts) => `Retenu : ${guards(facts)}${movement(facts)}.`,
  CONTREDIT_SAISIE: (facts) =>
    `La caisse notifie ${notified(facts)}, une personne a saisi ${rates(facts, 'saisi', 'un autre code')} pour la même date.`,
  CONTREDIT_DECLARE: (facts) =>
    `La caisse notifie ${notified(facts)}, la DSN de ${month(facts, 'moisDeclare')} déclare ${text(facts, 'codeDeclare')} à ${rates(facts, 'tauxDeclare')}${otherMonths(facts)}.`,
  PLUSIEURS_TAUX: (facts) => `Plusieurs taux : la caisse notifie ${notified(facts)}, ${inPlace(facts)}.`,
  AUTOMATISATION_REFUSEE: (facts) =>
    `${notified(facts)} : la mise à jour automatique n’est pas permise pour cette entreprise.`,
  TAUX_UNIQUE: (facts) =>
    has(facts, 'avant')
      ? `Taux unique${movement(facts)}.`
      : `Taux unique ${notified(facts)}, aucun taux de la caisse n’était en place.`,
  SANS_TAUX_ATMP: () => 'Aucun taux AT/MP pour cet établissement dans ce document.',
};

/**
 * One French sentence of why, made from the facts that were kept when the rule spoke: nothing is recomputed.
 * What was refused keeps its own sentence, the one of its gravest line.
 */
export function explain(finding: Pick<Finding, 'rule' | 'facts'>): string {
  const { rule, facts } = finding;
  if (has(facts, 'motif')) return refusal(facts);
  return SENTENCES[rule]?.(facts) ?? `Décidé par la règle « ${rule} ».`;
}

const has = (facts: Facts, name: string): boolean => facts[name] !== undefined && facts[name] !== null;

const text = (facts: Facts, name: string): string => (has(facts, name) ? String(facts[name]) : 'inconnu');

const count = (facts: Facts, name: string): number => Number(facts[name] ?? 0);

const date = (facts: Facts, name: string): string => frenchDate(text(facts, name) as LocalDate);

const month = (facts: Facts, name: string): string => frenchPeriod(text(facts, name) as Period);

/** `452BE 6.12, 602MG 5.40`, as facts keep it, becomes `452BE à 6,12 %, 602MG à 5,40 %`. */
const rates = (facts: Facts, name: string, none = 'aucun taux'): string =>
  text(facts, name) === ''
    ? none
    : text(facts, name)
        .replaceAll(/(?<=[A-Z0-9]) (?=\d+\.\d{2})/g, ' à ')
        .replaceAll(/(\d+)\.(\d{2})/g, (_, units: string, decimals: string) =>
          frenchRate(Number(units + decimals) as Rate),
        );

const notified = (facts: Facts): string =>
  has(facts, 'tauxNotifies') ? rates(facts, 'tauxNotifies') : `${text(facts, 'code')} à ${rates(facts, 'notifie')}`;

/** ` : 553AC de 1,78 % à 2,10 %`, or nothing when the facts name no single rate. */
function movement(facts: Facts): string {
  if (!has(facts, 'code')) return '';
  if (!has(facts, 'avant')) return ` (${notified(facts)})`;
  const before = `${rates(facts, 'avant')}${facts.comparaison === 'TABLE_NATIONALE' ? ' (taux national)' : ''}`;
  return has(facts, 'codeAvant')
    ? ` : ${text(facts, 'codeAvant')} à ${before} devient ${notified(facts)}`
    : ` : ${text(facts, 'code')} de ${before} à ${rates(facts, 'notifie')}`;
}

const isGuard = (name: string): name is Guard => GUARDS.some((guard) => guard === name);

function guards(facts: Facts): string {
  const words = text(facts, 'gardes')
    .split(',')
    .map((name) => (isGuard(name) ? GUARD_WORDS[name] : name));
  const batch = has(facts, 'tauxCompares')
    ? ` (${count(facts, 'tauxBouges')} sur ${count(facts, 'tauxCompares')} comparés)`
    : '';
  return `${words.join(', ')}${batch}`;
}

function inPlace(facts: Facts): string {
  const profiles = count(facts, 'profilsEnPlace');
  if (profiles === 0) return 'aucun n’est en place';
  return profiles === 1 ? 'un seul est en place' : `${profiles} sont en place`;
}

function otherMonths(facts: Facts): string {
  const months = count(facts, 'moisEnCause');
  return months > 1 ? ` (${months} mois en cause)` : '';
}

function refusal(facts: Facts): string {
  const lines = count(facts, 'lignes');
  const first = text(facts, 'motif').replace(/\.$/, '');
  return lines > 1 ? `${first} (${lines} lignes en cause).` : `${first}.`;
}
