import { InvalidArgumentError } from 'commander';
import { RunCampaign, type CampaignReport } from '#application/campaign/run-campaign';
import { parseIsoDate, type LocalDate } from '#domain/values/local-date';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { textTable } from '../table';

interface CampaignOptions {
  readonly json?: boolean;
  readonly close?: boolean;
  readonly dryRun?: boolean;
  readonly effectiveFrom?: LocalDate;
}

export const campaign: Command = (program, run) => {
  program
    .command('campaign')
    .description("ouvrir ou clore la campagne d'une année : lever les tâches de renouvellement")
    .argument('<year>', 'année de la campagne, par exemple 2026', yearOf)
    .option('--close', 'clore : une tâche pour chaque établissement sans taux reçu')
    .option('--dry-run', 'dire qui recevrait quelle tâche et pourquoi, et ne rien écrire')
    .option('--effective-from <date>', "date d'effet d'une année sans table, AAAA-MM-JJ", dateOf)
    .option(...JSON_OPTION)
    .action(async (year: number, options: CampaignOptions) => {
      await run(options, async ({ verb, actor }) => {
        const report = await verb(RunCampaign).run(year, {
          close: options.close === true,
          dryRun: options.dryRun === true,
          effectiveFrom: options.effectiveFrom ?? null,
          actor,
        });
        return report.ok ? { json: report.value, text: textOf(report.value) } : report;
      });
    });
};

function yearOf(text: string): number {
  if (!/^20\d{2}$/.test(text)) throw new InvalidArgumentError("l'année s'écrit AAAA, par exemple 2026.");
  return Number(text);
}

function dateOf(text: string): LocalDate {
  const date = parseIsoDate(text);
  if (!date.ok) throw new InvalidArgumentError(date.refusal.message);
  return date.value;
}

function textOf({ year, effectiveFrom, periods, tasksRaised, alreadyDone, wouldRaise }: CampaignReport): string {
  const summary = [
    `Campagne ${year}, date d'effet ${effectiveFrom}, paie de ${periods.join(', ')}.`,
    `${counted(tasksRaised, 'tâche levée')} par cette campagne, ${counted(alreadyDone, 'établissement réglé')} sans personne.`,
  ];
  if (wouldRaise === undefined) return summary.join('\n');
  const rows = wouldRaise.map(({ siret, kind, reason, because }) => [siret, kind, reason, because]);
  return [
    ...summary,
    `Essai, rien n'est écrit : ${counted(wouldRaise.length, 'tâche')} à lever.`,
    textTable(['SIRET', 'tâche', 'motif', 'pourquoi'], rows),
  ].join('\n');
}
