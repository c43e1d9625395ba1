import { parseIsoDate } from './local-date';
import { accepted, refused, type Result } from './result';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const DAY = 10;
const WITH_OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/;

/** An ISO instant, brought to UTC with milliseconds so that plain comparison orders it; without an offset it is UTC. */
export function parseInstant(text: string): Result<string> {
  const written = text.trim();
  // Date makes 1 March of 29 February: a day that does not exist is no moment.
  const exists = INSTANT.test(written) && parseIsoDate(written.slice(0, DAY)).ok;
  const instant = exists ? new Date(WITH_OFFSET.test(written) ? written : `${written}Z`) : null;
  if (instant !== null && !Number.isNaN(instant.getTime())) {
    const utc = instant.toISOString();
    // An offset may lead beyond the years of four digits, which alone compare as text.
    if (/^\d/.test(utc)) return accepted(utc);
  }
  return refused(
    'INSTANT_ILLISIBLE',
    `L'instant « ${written.slice(0, 30)} » est illisible : écrivez-le par exemple 2026-01-15T09:00:00Z ou 2026-01-15.`,
  );
}
