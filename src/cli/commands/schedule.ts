import { ListScheduleRuns, type ScheduledItem, type Standing } from '#application/schedule/list-schedule-runs';
import { momentWords } from '#application/ports/paris';
import { RunItemNow, type RunAsked } from '#application/schedule/run-item-now';
import { slotWords } from '#domain/schedule/standing';
import { JSON_OPTION, type Command } from '../command';
import { frenchMoment } from '../french';
import { textTable } from '../table';

const WORDS: Readonly<Record<Standing, string>> = {
  IDLE: 'sans objet',
  WAITING: 'à venir',
  ON_TIME: 'à l’heure',
  DUE: 'à faire',
  LATE: 'EN RETARD',
  RUNNING: 'en cours',
  FAILED: 'ÉCHEC',
  ALERT: 'À REGARDER',
};

export const schedule: Command = (program, run) => {
  const group = program.command('schedule').description('calendrier : ce qui tourne tout seul, et quand');
  group
    .command('list')
    .description('où en est chaque passage du calendrier')
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async ({ verb }) => {
        const items = await verb(ListScheduleRuns).run();
        return { json: { items }, text: textOf(items) };
      });
    });
  group
    .command('run')
    .description('faire un passage maintenant : le dernier échu, ou celui d’un créneau')
    .argument('<name>', 'nom du passage, comme « schedule list » le donne')
    .option('--slot <slot>', 'créneau : une année, un mois ou un jour')
    .option(...JSON_OPTION)
    .action(async (name: string, options: { json?: boolean; slot?: string }) => {
      await run(options, async ({ verb }) => {
        const made = await verb(RunItemNow).run(name, options.slot ?? null);
        if (!made.ok) return made;
        const { slot, outcome } = made.value;
        return {
          json: made.value,
          text: `${name}, ${slotWords(slot)} : ${saidOf(made.value)}`,
          failed: outcome === null,
        };
      });
    });
};

function saidOf({ alreadyDone, outcome, endedAt, report, error }: RunAsked): string {
  if (!alreadyDone || endedAt === null)
    return error ?? report ?? 'en cours ailleurs, ou en attente d’un passage qui doit finir avant.';
  if (outcome === 'REPLACED') return 'rien à refaire, un passage plus récent en a tenu lieu.';
  return `déjà fait le ${momentWords(endedAt)}, rien n’a été refait. ${report ?? ''}`.trim();
}

function textOf(items: readonly ScheduledItem[]): string {
  const rows = items.map(({ name, standing, last, nextDueAt, sentence }) => [
    name,
    WORDS[standing],
    last === null ? '' : frenchMoment(last.dueAt),
    nextDueAt === null ? 'inconnu' : frenchMoment(nextDueAt),
    sentence,
  ]);
  return textTable(['passage', 'état', 'dernier', 'prochain', 'où il en est'], rows);
}
