import { ListOpenTasks } from '#application/overview/list-open-tasks';
import type { TaskLine } from '#application/overview/task-line';
import { frenchPeriod, parsePeriod } from '#domain/values/local-date';
import { trusted } from '#domain/values/result';
import type { DemoHouse } from './demo-house';
import { heading, spread } from './terminal';

/** More than the samples raise. */
const ALL = 200;

/** The tasks that are left, one group per kind. */
export async function toDoText(house: DemoHouse): Promise<string> {
  const { rows } = await house.verb(ListOpenTasks).run(1, ALL);
  const titles = [...new Set(rows.map(({ title }) => title))];
  const groups = titles.map((title) =>
    groupText(
      title,
      rows.filter((line) => line.title === title),
    ),
  );
  return [heading(`Tâches ouvertes (${rows.length})`), ...groups].join('\n');
}

const groupText = (title: string, lines: readonly TaskLine[]): string =>
  [`\n${title} (${lines.length})`, ...lines.map(taskText)].join('\n');

function taskText(line: TaskLine): string {
  const place = [line.company ?? line.siret, line.town, line.caisse].filter((part) => part !== null);
  const proposed = line.proposed.map(({ code, after }) => `${code} ${after ?? ''}`).join(', ');
  const month = frenchPeriod(trusted(parsePeriod(line.period)));
  return spread(
    `  ${place.join(' · ')}`,
    `${REASONS[line.reason]} · ${proposed === '' ? 'rien à proposer' : proposed} · ${month}`,
  );
}

const REASONS: Record<TaskLine['reason'], string> = {
  INCOHERENT: 'contredit',
  SEVERAL_RATES: 'plusieurs taux',
  AUTOMATION_NOT_ALLOWED: 'à confirmer',
  FIRST_PAYROLL: 'nouveau client',
  NOT_RECEIVED: 'rien reçu',
  DECLARED_OTHERWISE: 'déclaré autrement',
  NEW_PROFILES: 'nouveaux profils',
  NEW_EMPLOYEE: 'nouveau salarié',
  PROFILE_LEFT: 'profil sans salarié',
};
