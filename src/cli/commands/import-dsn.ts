import { ImportDsn } from '#application/dsn/import-dsn';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { rejectionLines } from '../table';

interface ImportOptions {
  readonly json?: boolean;
  readonly essai?: boolean;
}

export const importDsn: Command = (program, run) => {
  program
    .command('import-dsn')
    .description('lire des DSN mensuelles : établissements, salariés, codes et taux déclarés')
    .argument('<file...>', 'fichier DSN (aussi dans un ZIP ou un gzip)')
    .option('--essai', 'accepter les envois de test (S10.G00.00.005 = 01)')
    .option(...JSON_OPTION)
    .action(async (files: string[], options: ImportOptions) => {
      await run(options, async ({ verb, actor, path }) => {
        const report = await verb(ImportDsn).run(files.map(path), { actor, acceptTestSends: options.essai === true });
        const { companies, establishments, employees, rejections, notes, imported } = report;
        const text = [
          `${counted(companies, 'entreprise')}, ${counted(establishments, 'établissement')}, ${counted(employees, 'salarié')}, ${rejections.length} refus.`,
          ...rejectionLines(rejections),
        ].join('\n');
        return { json: { companies, establishments, employees, rejections }, text, notes, failed: imported === 0 };
      });
    });
};
