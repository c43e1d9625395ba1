import { ImportCompanies } from '#application/companies/import-companies';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { rejectionLines } from '../table';

export const importCompanies: Command = (program, run) => {
  program
    .command('import-companies')
    .description('lire les faits que la DSN ne porte pas : effectif, client depuis, automatisation, compte AT/MP')
    .argument('<file.csv>')
    .option(...JSON_OPTION)
    .action(async (file: string, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor, path }) => {
        const report = await verb(ImportCompanies).run(path(file), actor);
        if (!report.ok) return report;
        const { companies, rejections } = report.value;
        const text = [
          `${counted(companies, 'entreprise lue')}, ${counted(rejections.length, 'ligne refusée')}.`,
          ...rejectionLines(rejections),
        ].join('\n');
        return { json: report.value, text };
      });
    });
};
