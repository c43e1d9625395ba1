import { addYears, frenchDate, parseWrittenDate, type LocalDate } from '../values/local-date';
import { accepted, refused, type Result } from '../values/result';

/** A year's rates are published a few weeks ahead: further ahead the year is mistyped. */
const YEARS_AHEAD = 2;
const FIRST_KNOWN_YEAR = '2010-01-01' as LocalDate;

/** A typed date of effect, ISO or French, refused when its year cannot be meant. `today` is the day of the answer, in Paris. */
export function readDateOfEffect(text: string, today: LocalDate): Result<LocalDate> {
  const parsed = parseWrittenDate(text);
  if (!parsed.ok) return parsed;
  const limit = addYears(today, YEARS_AHEAD);
  if (parsed.value >= FIRST_KNOWN_YEAR && parsed.value <= limit) return accepted(parsed.value);
  return refused(
    'DATE_HORS_LIMITES',
    `La date d’effet ${text} doit tomber entre le ${frenchDate(FIRST_KNOWN_YEAR)} et le ${frenchDate(limit)} : vérifiez l’année.`,
  );
}
