import { parseRate, type Rate } from '#domain/values/rate';
import { accepted, refused, type Result } from '#domain/values/result';
import { AWAITING_NOTICE, isAgricultural, parseRiskCode, type RiskCode } from '#domain/values/risk-code';

/** The two lines of the Journal officiel that price the fonctions supports; they are no DSN codes. */
export type OfficeLine = '0000A' | '0000B';
/** What one row of a table prices. */
export type Priced = RiskCode | OfficeLine;

export const BTP_OFFICES = '0000A';
export const OTHER_OFFICES = '0000B';
/** Élèves et étudiants: the Journal officiel gives them four decimals and no payroll declares them. */
const NOT_FOR_PAYROLL: ReadonlySet<string> = new Set(['802AA', '802CA']);
const HIGHEST = 100_00;

export const isForPayroll = (priced: Priced): boolean => !NOT_FOR_PAYROLL.has(priced);

export const isOfficeLine = (key: Priced): key is OfficeLine => key === BTP_OFFICES || key === OTHER_OFFICES;

/** The fonctions supports keep the dot of the Journal officiel, by which people know them. */
export const shown = (key: Priced): string => (isOfficeLine(key) ? `00.${key.slice(2)}` : key);

/** The written forms of one row must name one code: `27.1ZF` and `271ZF`. */
export function pricedBy(written: readonly string[]): Result<Priced> {
  const filled = written.filter((text) => text !== '');
  const [first] = filled;
  if (first === undefined) return refused('CODE_MANQUANT', 'Le code risque manque : ajoutez-le (exemple : 55.3AC).');
  const keys = filled.map(oneForm);
  const faulty = keys.find((key) => !key.ok);
  if (faulty !== undefined) return faulty;
  const distinct = new Set(keys.flatMap((key) => (key.ok ? [key.value] : [])));
  if (distinct.size === 1) return oneForm(first);
  return refused(
    'CODES_CONTRADICTOIRES',
    `La ligne nomme deux codes différents (${filled.join(', ')}) : n'en gardez qu'un.`,
  );
}

function oneForm(written: string): Result<Priced> {
  const bare = written.replace(/\s/g, '').toUpperCase();
  const undotted = bare.replace('.', '');
  if (undotted === BTP_OFFICES || undotted === OTHER_OFFICES) return accepted(undotted);
  const parsed = parseRiskCode(bare);
  if (!parsed.ok) return parsed;
  const { code, office } = parsed.value;
  if (office) {
    return refused(
      'CODE_BUREAU',
      `Le code ${bare} est une forme « fonctions supports » : son taux est celui des lignes 00.00A et 00.00B.`,
    );
  }
  if (isAgricultural(code) || code === AWAITING_NOTICE) {
    return refused(
      'CODE_SANS_TAUX',
      `Le code ${code} n'a pas de taux dans la table du régime général : retirez la ligne.`,
    );
  }
  return accepted(code);
}

export function yearOf(written: string): Result<number | null> {
  if (written === '') return accepted(null);
  if (/^20\d{2}$/.test(written)) return accepted(Number(written));
  return refused(
    'ANNEE_ILLISIBLE',
    `L'année « ${written.slice(0, 20)} » est illisible : écrivez-la en quatre chiffres (2027).`,
  );
}

export function rateOf(key: Priced, written: string): Result<Rate> {
  if (written === '') return refused('TAUX_MANQUANT', `Le taux du code ${shown(key)} manque : complétez la ligne.`);
  const rate = parseRate(written);
  if (!rate.ok || (rate.value > 0 && rate.value <= HIGHEST)) return rate;
  return refused(
    'TAUX_IMPOSSIBLE',
    `Le taux « ${written} » du code ${shown(key)} doit être au-dessus de 0 et d'au plus 100 %.`,
  );
}
