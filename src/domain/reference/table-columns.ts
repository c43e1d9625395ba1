/** Where each fact of a rate table stands in a row, found by the drifting names that publishers give their columns. */
export interface Columns {
  /** The code may be written twice, with and without the dot. */
  readonly code: readonly number[];
  readonly rate: number;
  readonly label: number | null;
  readonly ctn: number | null;
  readonly category: number | null;
  readonly year: number | null;
  readonly effectiveFrom: number | null;
  readonly arrete: number | null;
}

/** Names once squashed: no accent, case, space or sign, so that « Code risque » and « code_risque_jo » meet. */
const NAMES = {
  code: /^((code|numero)(de|du)?risque|code(atmp|at)?$)/,
  rate: /^taux(?!.*brut)/,
  label: /^(naturedurisque|libelle|intitule|label)/,
  ctn: /^(code)?ctn$/,
  category: /^categorie/,
  year: /^(annee|year|millesime|exercice)$/,
  effectiveFrom: /^(validfrom|effectivefrom|date(d|de)?(debut)?(d)?effet|datedebut)$/,
  arrete: /^arrete$/,
} as const;

type Fact = keyof typeof NAMES;

export const squash = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** One line, single spaces, none around: what two cells are compared by. */
export const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

export const names = (fact: Fact, name: string): boolean => NAMES[fact].test(squash(name));

/**
 * Null when the names hold no code risque or no rate: then it is not the header of a rate table. Null as well with two
 * rates of equal rank (« Taux net 2026 », « Taux net 2027 »), because the wrong year would be read in silence.
 */
export function columnsOf(header: readonly string[]): Columns | null {
  const squashed = header.map(squash);
  const all = (fact: Fact): number[] => squashed.flatMap((name, index) => (NAMES[fact].test(name) ? [index] : []));
  const first = (fact: Fact): number | null => all(fact)[0] ?? null;
  const rates = all('rate');
  const netRates = rates.filter((index) => squashed[index]?.includes('net'));
  const [rate, ...rivals] = netRates.length > 0 ? netRates : rates;
  const code = all('code');
  if (code.length === 0 || rate === undefined || rivals.length > 0) return null;
  return {
    code,
    rate,
    label: first('label'),
    ctn: first('ctn'),
    category: first('category'),
    year: first('year'),
    effectiveFrom: first('effectiveFrom'),
    arrete: first('arrete'),
  };
}

/** The Journal officiel names each comité technique national in its headings; the letter is ours to find. */
const HEADINGS: readonly (readonly [string, string])[] = [
  ['metallurgie', 'A'],
  ['batiment', 'B'],
  ['industriesdestransports', 'C'],
  ['alimentation', 'D'],
  ['chimie', 'E'],
  ['industriesdubois', 'F'],
  ['commercesnonalimentaires', 'G'],
  ['activitesdeservicesii', 'I'],
  ['activitesdeservicesi', 'H'],
];

/** `B`, `BB` as feeds write it, or a heading of the Journal officiel; null when it names no committee. */
export function committeeOf(text: string): string | null {
  const letter = /^([A-I])\1?$/.exec(text.trim().toUpperCase())?.[1];
  if (letter !== undefined) return letter;
  const heading = squash(text);
  return HEADINGS.find(([word]) => heading.includes(word))?.[1] ?? null;
}
