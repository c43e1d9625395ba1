import { BadRequestException } from '@nestjs/common';
import type { UpdatesAsked, UpdatesPage } from '#application/updates/list-updates';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { parseWrittenDate, type LocalDate } from '#domain/values/local-date';
import { parseSiret } from '#domain/values/siret';
import { textOf } from '../page/fields';
import type { FieldError } from '../page/page';
import { linkTo, type Path } from '../paths';

export type JournalAfter = NonNullable<UpdatesPage['next']>;

/** The filter as it stands in the address: what was typed is given back as it is. */
export interface TypedFilter {
  readonly recherche: string;
  readonly recuDu: string;
  readonly recuAu: string;
  readonly effetDu: string;
  readonly effetAu: string;
  readonly regle: string;
  readonly decision: string;
  readonly document: string;
}

/** Shown when nothing else is asked: what was done without a person. */
export const AUTOMATIC = 'AUTO_UPDATED';
export const ANY_DECISION = 'toutes';
const FIELDS = ['recherche', 'recuDu', 'recuAu', 'effetDu', 'effetAu', 'regle', 'decision', 'document'] as const;
const WHOLE = /^[1-9]\d{0,14}$/;
const PLACE = /^([1-9]\d{0,14})-(\d{14})$/;

export function typedFilter(query: unknown): TypedFilter {
  const read = Object.fromEntries(FIELDS.map((name) => [name, textOf(query, name).trim()]));
  const typed = read as Record<(typeof FIELDS)[number], string>;
  return { ...typed, decision: typed.decision === '' ? AUTOMATIC : typed.decision };
}

export interface ReadFilter {
  readonly asked: UpdatesAsked;
  readonly errors: readonly FieldError[];
}

/** What can be read of the filter, and what is wrong with the rest. */
export function readFilter(typed: TypedFilter): ReadFilter {
  const errors: FieldError[] = [];
  const day = (field: 'recuDu' | 'recuAu' | 'effetDu' | 'effetAu'): LocalDate | null => {
    if (typed[field] === '') return null;
    const date = parseWrittenDate(typed[field]);
    if (date.ok) return date.value;
    errors.push({ field, message: date.refusal.message });
    return null;
  };
  const verdict = VERDICTS.find((known) => known === typed.decision) ?? null;
  if (verdict === null && typed.decision !== ANY_DECISION)
    errors.push({ field: 'decision', message: 'Cette décision n’existe pas : choisissez-la dans la liste.' });
  const feed = WHOLE.test(typed.document) ? Number(typed.document) : null;
  if (feed === null && typed.document !== '')
    errors.push({ field: 'document', message: 'Le numéro du document est un nombre entier, par exemple 12.' });
  const asked = {
    search: typed.recherche === '' ? null : typed.recherche,
    receivedFrom: day('recuDu'),
    receivedUntil: day('recuAu'),
    effectiveFrom: day('effetDu'),
    effectiveUntil: day('effetAu'),
    rule: typed.regle === '' ? null : typed.regle,
    ...{ verdict, feed },
  };
  return { asked, errors };
}

export function placeAfter(text: string): JournalAfter | null {
  if (text === '') return null;
  const [, feed, digits = ''] = PLACE.exec(text) ?? [];
  const siret = parseSiret(digits);
  if (feed === undefined || !siret.ok)
    throw new BadRequestException('Cette page du journal n’existe pas : revenez à la première.');
  return { feed: Number(feed), siret: siret.value };
}

/** The same filter in an address, without what is as usual. */
export const journalLink = (path: Path, typed: TypedFilter, after: JournalAfter | null = null): string =>
  linkTo(
    path,
    {},
    {
      ...typed,
      decision: typed.decision === AUTOMATIC ? null : typed.decision,
      apres: after === null ? null : `${String(after.feed)}-${after.siret}`,
    },
  );
