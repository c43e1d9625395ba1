import { systemCaller } from '#application/access/caller';
import { ListTasks } from '#application/tasks/list-tasks';
import { caisseOf } from '#domain/reference/places';
import type { ListedTask, TaskPlace } from '#domain/tasks/listed-task';
import { reasonWords } from '#domain/tasks/task';
import { frenchPeriod } from '#domain/values/local-date';
import { JSON_OPTION, WRITTEN, type Command, type CommandContext } from '../command';
import { JsonList, TableList, type ListOutput } from '../list-output';

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
      await run(options, async ({ verb, write, actor }) => {
        const output = outputOf(write, options.json === true);
        const asked = {
          period: options.period ?? null,
          siret: options.siret ?? null,
          all: options.all === true,
          onPage: (page: readonly Placed[]) => output.add(page),
        };
        const listed = await verb(ListTasks).run(asked, systemCaller(actor));
        if (!listed.ok) return listed;
        await output.end();
        return WRITTEN;
      });
    });
};

function outputOf(write: CommandContext['write'], json: boolean): ListOutput<Placed> {
  if (!json) return new TableList(write, { header: HEADER, row: rowOf, nothing: 'Aucune tâche.' });
  const list = new JsonList(write, 'tasks');
  return { add: (page) => list.add(page.map(taskJson)), end: () => list.end() };
}

const taskJson = (task: ListedTask): ListedTask => {
  const { id, siret, period, kind, reason, status, postponedUntil, postponements, title } = task;
  return { id, siret, period, kind, reason, status, postponedUntil, postponements, title };
};

const HEADER = ['tâche', 'mois', 'SIRET', 'entreprise', 'ville', 'caisse', 'à faire'];

function rowOf(task: Placed): string[] {
  const { company, town, postcode } = task.place;
  const caisse = caisseOf(postcode)?.name ?? '—';
  return [task.id, task.period, task.siret, company ?? task.siret.slice(0, 9), town ?? '—', caisse, toDo(task)];
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
