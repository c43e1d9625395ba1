import { holdsNir } from '../values/words';
import { NO_ANSWERS, type AffiliationAnswer, type Answers, type ProfileAnswer, type ReasonAnswer } from './answers';

/** One field that two people have filled in otherwise since the page was made. */
export interface Disagreement {
  /** As in the answers: `profiles[0].rate`. */
  readonly field: string;
  /** For people: « Profil 1, taux ». */
  readonly label: string;
  /** As typed; null where it was emptied. */
  readonly mine: string | null;
  readonly theirs: string | null;
}

export interface Merged {
  readonly disagreements: readonly Disagreement[];
  /** Fields that only the other has changed, as labels. */
  readonly theirsOnly: readonly string[];
  /** Everything both have typed; where they disagree, mine. */
  readonly withMine: Answers;
  readonly withTheirs: Answers;
}

/**
 * Puts together what two people have made of the same draft: a field that one of them changed is as they left it, one
 * that both changed alike is agreed, and the rest is theirs to settle.
 */
export function mergeAnswers(base: Answers, mine: Answers, theirs: Answers): Merged {
  const [before, own, other] = [fieldsOf(base), fieldsOf(mine), fieldsOf(theirs)];
  const withMine = new Map<string, string>();
  const withTheirs = new Map<string, string>();
  const disagreements: Disagreement[] = [];
  const theirsOnly: string[] = [];
  const keep = (into: Map<string, string>, field: string, value: string | undefined): void => {
    if (value !== undefined) into.set(field, value);
  };
  for (const field of new Set([...other.keys(), ...own.keys()])) {
    const [was, is, said] = [before.get(field), own.get(field), other.get(field)];
    const changedByBoth = is !== was && said !== was && is !== said;
    if (changedByBoth) disagreements.push({ field, label: labelOf(field), mine: is ?? null, theirs: said ?? null });
    else if (said !== was && is === was) theirsOnly.push(labelOf(field));
    keep(withMine, field, is === was ? said : is);
    keep(withTheirs, field, said === was ? is : said);
  }
  return { disagreements, theirsOnly, withMine: answersOf(withMine), withTheirs: answersOf(withTheirs) };
}

/**
 * What of a draft counts on the way that it takes: who changes the case keeps in the draft what was typed for the
 * other, and it is asked about again when they come back to it.
 */
export function answersThatCount(draft: Answers): Answers {
  const { confirm, case: said, count, effectiveFrom, reasons } = draft;
  if (confirm) return { ...NO_ANSWERS, confirm, reasons };
  if (said === 'single') return { ...draft, count: null, profiles: draft.profiles.slice(0, 1) };
  if (said === 'several') {
    const wanted = Number(count ?? draft.profiles.length);
    return { ...draft, profiles: draft.profiles.slice(0, Number.isInteger(wanted) ? wanted : draft.profiles.length) };
  }
  return { ...NO_ANSWERS, case: said, effectiveFrom, affiliations: draft.affiliations };
}

/** The same answers, field by field; a field that nothing was typed in is absent. */
export function fieldsOf(answers: Answers): ReadonlyMap<string, string> {
  const { confirm, case: said, count, effectiveFrom, profiles, affiliations, reasons } = answers;
  const fields = new Map<string, string>();
  const put = (field: string, value: string | null): void => {
    if (value !== null) fields.set(field, value);
  };
  put('case', confirm ? CONFIRMED : said);
  put('count', count);
  put('effectiveFrom', effectiveFrom);
  profiles.forEach(({ codeRisque, section, office, rate }, index) => {
    put(`profiles[${index}].codeRisque`, codeRisque);
    put(`profiles[${index}].section`, section);
    put(`profiles[${index}].office`, office ? 'oui' : null);
    put(`profiles[${index}].rate`, rate);
  });
  for (const { matricule, contract, profile } of affiliations)
    if (matricule !== null) put(`affiliations[${matricule}/${contract ?? ''}].profile`, profile);
  for (const { warning, reason } of reasons) if (warning !== null) put(`reasons[${warning}]`, reason);
  return fields;
}

const CONFIRMED = 'confirm';
const PROFILE = /^profiles\[(\d{1,3})\]\.(codeRisque|section|office|rate)$/;
const AFFILIATION = /^affiliations\[(.*)\/([^/]*)\]\.profile$/s;
const REASON = /^reasons\[(.*)\]$/s;
const EMPTY: ProfileAnswer = { codeRisque: null, section: null, office: false, rate: null };

function answersOf(fields: ReadonlyMap<string, string>): Answers {
  const said = fields.get('case') ?? null;
  const profiles: ProfileAnswer[] = [];
  const affiliations: AffiliationAnswer[] = [];
  const reasons: ReasonAnswer[] = [];
  for (const [field, value] of fields) {
    const [, place = '', name] = PROFILE.exec(field) ?? [];
    if (name !== undefined) {
      const own = name === 'office' ? { office: true } : { [name]: value };
      while (profiles.length <= Number(place)) profiles.push(EMPTY);
      profiles[Number(place)] = { ...(profiles[Number(place)] ?? EMPTY), ...own };
    }
    const employee = AFFILIATION.exec(field);
    if (employee !== null)
      affiliations.push({
        matricule: employee[1] ?? null,
        contract: employee[2] === '' ? null : (employee[2] ?? null),
        profile: value,
      });
    const warning = REASON.exec(field)?.[1];
    if (warning !== undefined) reasons.push({ warning, reason: value });
  }
  const confirm = said === CONFIRMED;
  const [count, effectiveFrom] = [fields.get('count') ?? null, fields.get('effectiveFrom') ?? null];
  return { confirm, case: confirm ? null : said, count, effectiveFrom, profiles, affiliations, reasons };
}

/** The same without what looks like a NIR: the program keeps none, not even while it is being typed. */
export function withoutNir(answers: Partial<Answers>): Partial<Answers> {
  const clean = (text: string | null): string | null => (text !== null && holdsNir(text) ? null : text);
  const { case: said, count, effectiveFrom, profiles, affiliations, reasons } = answers;
  return {
    ...answers,
    ...(said === undefined ? {} : { case: clean(said) }),
    ...(count === undefined ? {} : { count: clean(count) }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom: clean(effectiveFrom) }),
    ...(profiles === undefined ? {} : { profiles: profiles.map((one) => ({ ...one, ...cleanProfile(one, clean) })) }),
    ...(affiliations === undefined
      ? {}
      : { affiliations: affiliations.map((one) => ({ ...one, profile: clean(one.profile) })) }),
    ...(reasons === undefined ? {} : { reasons: reasons.map((one) => ({ ...one, reason: clean(one.reason) })) }),
  };
}

const cleanProfile = (
  { codeRisque, section, rate }: ProfileAnswer,
  clean: (text: string | null) => string | null,
): Pick<ProfileAnswer, 'codeRisque' | 'section' | 'rate'> => ({
  codeRisque: clean(codeRisque),
  section: clean(section),
  rate: clean(rate),
});

/** What somebody typed, field by field, for people. */
export const typedFields = (answers: Answers): readonly { readonly label: string; readonly value: string }[] =>
  [...fieldsOf(answers)].map(([field, value]) => ({ label: labelOf(field), value }));

const NAMES: Readonly<Record<string, string>> = {
  case: 'Situation',
  count: 'Nombre de taux',
  effectiveFrom: 'Date d’effet',
  codeRisque: 'code risque',
  section: 'section',
  office: 'fonctions supports',
  rate: 'taux',
};

function labelOf(field: string): string {
  const [, place, name = ''] = PROFILE.exec(field) ?? [];
  if (place !== undefined) return `Profil ${Number(place) + 1}, ${NAMES[name] ?? name}`;
  const [, matricule] = AFFILIATION.exec(field) ?? [];
  if (matricule !== undefined) return `Profil du salarié ${matricule}`;
  return NAMES[field] ?? 'Motif';
}
