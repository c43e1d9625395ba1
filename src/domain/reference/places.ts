import caisses from './data/caisses.json';

/** The regional body that decides an establishment's rate. */
export interface Caisse {
  readonly name: string;
  readonly kind: 'CARSAT' | 'CRAMIF' | 'CGSS' | 'CSS';
  /** Null where no page that was read names it. */
  readonly website: string | null;
}

const POSTCODE = /^[0-9]{5}$/;
const LAST_METROPOLITAN = 95;
/** Their postcodes lie within Guadeloupe's 971, whose caisse is not verified to be theirs. */
const OUT_OF_GUADELOUPE: Readonly<Record<string, string>> = { '97133': '977', '97150': '978' };
/** Départements that keep the local law (CSS D. 242-30). */
const ALSACE_MOSELLE: ReadonlySet<string> = new Set(['57', '67', '68']);

const BY_DEPARTMENT: ReadonlyMap<string, Caisse> = new Map(
  caisses.caisses.flatMap(({ name, kind, website, departments }) => {
    const caisse = { name, kind: kind as Caisse['kind'], website: website ?? null };
    return departments.map((department) => [department, caisse] as const);
  }),
);

/**
 * The département a postcode points to: `2A` or `2B` in Corsica, three digits overseas; null when it is not one.
 * A postcode names a delivery office: a few border communes have their neighbour's.
 */
export function departmentOf(postcode: string): string | null {
  const code = postcode.trim();
  if (!POSTCODE.test(code)) return null;
  const two = code.slice(0, 2);
  if (two === '20') return code < '20200' ? '2A' : '2B';
  if (two === '97' || two === '98') return OUT_OF_GUADELOUPE[code] ?? code.slice(0, 3);
  return Number(two) >= 1 && Number(two) <= LAST_METROPOLITAN ? two : null;
}

/** Null when the place is unknown: the zone decides thresholds and must not be guessed. */
export function isAlsaceMoselle(postcode: string | null): boolean | null {
  const department = postcode === null ? null : departmentOf(postcode);
  return department === null ? null : ALSACE_MOSELLE.has(department);
}

export function caisseOf(postcode: string | null): Caisse | null {
  const department = postcode === null ? null : departmentOf(postcode);
  return department === null ? null : (BY_DEPARTMENT.get(department) ?? null);
}

/** Every caisse that decides rates, by name, in alphabetical order. */
export const CAISSE_NAMES: readonly string[] = caisses.caisses
  .map(({ name }) => name)
  .toSorted((a, b) => a.localeCompare(b, 'fr'));

/** Postcodes of a caisse as a search wants them: their first digits, and those that look alike and are not. */
export interface Postcodes {
  readonly prefixes: readonly string[];
  readonly except: readonly string[];
}

/** Where `caisseOf` answers that caisse; null for a name that is none. */
export function postcodesOf(caisse: string): Postcodes | null {
  const departments = caisses.caisses.find(({ name }) => name === caisse)?.departments;
  if (departments === undefined) return null;
  // A postcode does not tell the two départements of Corsica by two digits, and one caisse has both.
  const prefixes = departments.map((department) => department.replace(/^2[AB]$/, '20'));
  return { prefixes: [...new Set(prefixes)], except: Object.keys(OUT_OF_GUADELOUPE) };
}
