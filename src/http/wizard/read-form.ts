import {
  parseAnswers,
  readAnswers,
  type Answers,
  type ProfileAnswer,
  type ReasonAnswer,
} from '#domain/journey/answers';
import { highestFirst } from '#domain/journey/rate-answers';
import { textOf } from '../page/fields';

/** A form is read to so many profiles; the journey refuses more. */
const MOST = 50;
/** Warnings of one sheet that a form may explain. */
const MOST_REASONS = 3 * MOST;

const typed = (body: unknown, name: string): string | null => {
  const text = textOf(body, name).trim();
  return text === '' ? null : text;
};

/** Number of the draft that the page was made from. */
export function versionOf(body: unknown): number {
  const text = textOf(body, 'version');
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** The document whose proposal was shown. */
export function proposalOf(body: unknown): number | null {
  const text = textOf(body, 'proposal');
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The first page: the case, and how many rates. */
export function situationFields(body: unknown): Partial<Answers> {
  const said = typed(body, 'case');
  const confirm = said === 'confirm';
  return { confirm, case: confirm ? null : said, count: typed(body, 'count'), ...reasonFields(body) };
}

/** The page of rates, as its fields stand; `sorted` puts the highest first once everything is typed. */
export function ratesFields(body: unknown, { sorted }: { readonly sorted: boolean }): Partial<Answers> {
  const shown = Math.min(Number(typed(body, 'profiles')) || 0, MOST);
  const profiles = Array.from({ length: shown }, (_, index): ProfileAnswer => ({
    codeRisque: typed(body, `code-${index + 1}`),
    section: typed(body, `section-${index + 1}`),
    office: textOf(body, `office-${index + 1}`) === 'oui',
    rate: typed(body, `rate-${index + 1}`),
  }));
  return {
    effectiveFrom: typed(body, 'date'),
    profiles: sorted ? highestFirst(profiles) : profiles,
    ...reasonFields(body),
  };
}

/** Nothing where the page asked for no reason, so that those of another page stay. */
function reasonFields(body: unknown): { readonly reasons?: readonly ReasonAnswer[] } {
  const reasons: ReasonAnswer[] = [];
  for (let place = 1; place <= MOST_REASONS; place++) {
    const warning = typed(body, `warning-${place}`);
    const reason = typed(body, `reason-${place}`);
    if (warning === null) break;
    if (reason !== null) reasons.push({ warning, reason });
  }
  return typed(body, 'warning-1') === null ? {} : { reasons };
}

/** The answers that a page of disagreement carries along; null when they were tampered with. */
export function chosenAnswers(body: unknown): Answers | null {
  const json = parseAnswers(textOf(body, 'answers'));
  const answers = json.ok ? readAnswers(json.value) : json;
  return answers.ok ? answers.value : null;
}
