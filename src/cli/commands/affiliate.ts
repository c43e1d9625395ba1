import { systemCaller } from '#application/access/caller';
import { AffiliateEmployees } from '#application/affiliation/affiliate-employees';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { rejectionLines } from '../table';

export const affiliate: Command = (program, run) => {
  program
    .command('affiliate')
    .description('mettre des salariés sur les profils de taux d’un établissement, à partir d’une date')
    .argument('<siret>')
    .argument('<file.csv>', 'matricule,contrat,profil,depuis et, au besoin, population')
    .option(...JSON_OPTION)
    .action(async (siret: string, file: string, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor, path }) => {
        const report = await verb(AffiliateEmployees).run(siret, path(file), systemCaller(actor));
        if (!report.ok) return report;
        const { affiliated, rejections, tasksDone } = report.value;
        const done = tasksDone.length === 0 ? [] : ['Chaque salarié a son profil : la tâche d’affiliation est faite.'];
        const text = [
          `Affiliation : ${counted(affiliated, 'ligne reçue')}, ${counted(rejections.length, 'refusée')}.`,
          ...done,
          ...rejectionLines(rejections),
        ].join('\n');
        return { json: { affiliated, rejections }, text };
      });
    });
};
