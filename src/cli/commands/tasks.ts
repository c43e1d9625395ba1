import { ListTasks } from '#application/tasks/list-tasks';
import { caisseOf } from '#domain/reference/places';
import type { ListedTask, TaskPlace } from '#domain/tasks/listed-task';
import { reasonWords } from '#domain/tasks/task';
import { frenchPeriod } from '#domain/values/local-date';
import { JSON_OPTION, type Command } from '../command';
import { textTable } from '../table';

interface TasksOptions {
  readonly json?: boolean;
  readonly period?: string;
  readonly siret?: string;
  readonly all?: boolean;
}

type Placed = ListedTask & { readonly place: TaskPlace };

export const tasks: Command = (program, run) => {
  program
    .command('tasks')
    .description('lister les tâches à faire, les plus urgentes en premier')
    .option('--period <AAAA-MM>', 'mois de paie ; une tâche ouverte reste visible jusqu’à ce qu’elle soit faite')
    .option('--siret <siret>', 'un seul établissement')
    .option('--all', 'avec les tâches faites, remplacées et réalisées par Taux Juste')
    .option(...JSON_OPTION)
    .action(async (options: TasksOptions) => {
      await run(options, async ({ verb }) => {
        const listed = await verb(ListTasks).run({
          period: options.period ?? null,
          siret: options.siret ?? null,
          all: options.all === true,
        });
        if (!listed.ok) return listed;
        return { json: { tasks: listed.value.map(taskJson) }, text: textOf(listed.value) };
      });
    });
};

export const taskJson = (task: ListedTask): ListedTask => {
  const { id, siret, period, kind, reason, status, postponedUntil, postponements, title } = task;
  return { id, siret, period, kind, reason, status, postponedUntil, postponements, title };
};

function textOf(listed: readonly Placed[]): string {
  if (listed.length === 0) return 'Aucune tâche.';
  const header = ['tâche', 'mois', 'SIRET', 'entreprise', 'ville', 'caisse', 'à faire'];
  const rows = listed.map((task) => {
    const { company, town, postcode } = task.place;
    const caisse = caisseOf(postcode)?.name ?? '—';
    return [task.id, task.period, task.siret, company ?? task.siret.slice(0, 9), town ?? '—', caisse, toDo(task)];
  });
  return textTable(header, rows);
}

function toDo({ title, kind, status, reason, postponedUntil, postponements }: ListedTask): string {
  const why = `${title} : ${reasonWords(reason)}`;
  if (kind === 'DONE_FOR_YOU') return title;
  switch (status) {
    case 'OPEN':
      return postponedUntil === null
        ? why
        : `${why} (repoussée à ${frenchPeriod(postponedUntil)}, ${postponements} fois)`;
    case 'DONE':
      return `${why} (faite)`;
    case 'SUPERSEDED':
      return `${why} (remplacée)`;
  }
}
