import { systemCaller } from '#application/access/caller';
import { ListFeeds } from '#application/feeds/list-feeds';
import { ListVerdicts, type VerdictsAsked } from '#application/overview/list-verdicts';
import type { VerdictLine } from '#application/overview/verdict-line';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { ACTOR, type DemoHouse } from './demo-house';
import { heading, spread, WIDTH, wrapped } from './terminal';

const INDENT = 4;
const SEPARATOR = ' · ';
const SHORTEST_LABEL = 20;

/** The day the January batch came. */
const JANUARY_BATCH = '2026-01-06';

/** What stands for each establishment and document of the January batch, whatever was decided first. */
export async function januaryVerdicts(house: DemoHouse): Promise<readonly VerdictLine[]> {
  const january = new Set<number>();
  for (let before: number | null = null, more = true; more;) {
    const { rows, next } = await house.verb(ListFeeds).run(before, systemCaller(ACTOR));
    for (const { id, receivedAt } of rows) if (receivedAt.startsWith(JANUARY_BATCH)) january.add(id);
    before = next;
    more = next !== null;
  }
  const lines: VerdictLine[] = [];
  for (let after: VerdictsAsked['after'] = null, more = true; more;) {
    const { rows, next } = await house.verb(ListVerdicts).run({ feed: null, verdict: null, after });
    lines.push(...rows.filter(({ feed }) => january.has(feed)));
    after = next;
    more = next !== null;
  }
  return lines.sort((a, b) => (a.siret < b.siret ? -1 : 1));
}

const MEANINGS: Record<VerdictKind, readonly [title: string, meaning: string]> = {
  AUTO_UPDATED: ['Mis à jour', 'un seul taux, rien ne le contredit : fait, personne n’est dérangé'],
  UNCHANGED: ['Confirmé', 'la caisse notifie ce qui est déjà en place'],
  TASK_RAISED: ['Une tâche', 'une personne doit décider'],
  HELD: ['Retenu', 'une garde a parlé : à libérer ou à refuser'],
  QUARANTINED: ['En quarantaine', 'le document ne peut pas être cru'],
  IGNORED: ['Ignoré', 'rien sur les AT/MP dans le document'],
};

/** What needs somebody is read first, the long list of what is done last. */
const ORDER: readonly VerdictKind[] = ['TASK_RAISED', 'HELD', 'QUARANTINED', 'IGNORED', 'UNCHANGED', 'AUTO_UPDATED'];

export function decidedTable(lines: readonly VerdictLine[]): string {
  const groups = ORDER.map((verdict) => ({ verdict, own: lines.filter((line) => line.verdict === verdict) }));
  const tables = groups.filter(({ own }) => own.length > 0).map(({ verdict, own }) => groupTable(verdict, own));
  return [heading('Ce qui a été décidé pour les taux de janvier 2026'), ...tables].join('\n');
}

function groupTable(verdict: VerdictKind, lines: readonly VerdictLine[]): string {
  const [title, meaning] = MEANINGS[verdict];
  return [`\n${title.toUpperCase()} (${lines.length}) : ${meaning}`, ...lines.map(verdictText)].join('\n');
}

function verdictText(line: VerdictLine): string {
  const place = [line.company, line.town, line.caisse].filter((part) => part !== null);
  const who = `  ${place.length === 0 ? line.siret : place.join(' · ')}`;
  return [spread(who, ratesText(line)), ...whyLines(line)].join('\n');
}

/** The why on one line, with what fits of the label behind it; a long why takes its lines and the label one more. */
function whyLines({ why, rates }: VerdictLine): readonly string[] {
  const label = rates[0]?.label ?? null;
  if (label === null) return [wrapped(why, INDENT)];
  const room = WIDTH - INDENT - why.length - SEPARATOR.length;
  return room >= SHORTEST_LABEL || label.length <= room
    ? [`${' '.repeat(INDENT)}${why.replace(/\.$/, '')}${SEPARATOR}${cut(label, room + 1)}`]
    : [wrapped(why, INDENT), ' '.repeat(INDENT) + cut(label, WIDTH - INDENT)];
}

const cut = (text: string, length: number): string =>
  text.length <= length
    ? text
    : `${text
        .slice(0, length)
        .replace(/\s+\S*$/, '')
        .replace(/[\s.,;:(…]+$/, '')}…`;

function ratesText({ rates }: VerdictLine): string {
  return rates
    .map(({ code, before, after }) => `${code}  ${before === null ? '' : `${before} → `}${after ?? ''}`)
    .join(', ');
}

/** `Mis à jour 43, confirmé 3…`, of the closed set of verdicts. */
export function verdictCounts(lines: readonly VerdictLine[]): string {
  const counts = ORDER.map((verdict) => {
    const count = lines.filter((line) => line.verdict === verdict).length;
    return `${MEANINGS[verdict][0].toLowerCase()} ${count}`;
  });
  return `${lines.length} verdicts : ${counts.join(', ')}.`;
}
