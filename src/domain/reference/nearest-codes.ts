import type { RiskCode } from '#domain/values/risk-code';

/** Beyond two slips of the finger a suggestion is a guess. */
const FARTHEST = 2;
const CODE_LENGTH = 5;

/** Up to `count` of the candidates that look like what was typed, nearest first, then those that begin alike. */
export function nearestTo(text: string, candidates: Iterable<RiskCode>, count: number): RiskCode[] {
  const typed = baseForm(text);
  if (typed === '') return [];
  const near: { code: RiskCode; distance: number; alike: number }[] = [];
  for (const code of candidates) {
    if (Math.abs(code.length - typed.length) > FARTHEST) continue;
    const distance = slips(typed, code);
    if (distance <= FARTHEST) near.push({ code, distance, alike: sharedStart(typed, code) });
  }
  near.sort((a, b) => a.distance - b.distance || b.alike - a.alike || (a.code < b.code ? -1 : 1));
  return near.slice(0, count).map(({ code }) => code);
}

/** Without dot, spaces or the suffix of fonctions supports. */
function baseForm(text: string): string {
  const bare = text
    .slice(0, 30)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return bare.length === CODE_LENGTH + 1 && bare.endsWith('B') ? bare.slice(0, CODE_LENGTH) : bare;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Letters added, dropped, replaced or swapped with their neighbour (optimal string alignment). */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
