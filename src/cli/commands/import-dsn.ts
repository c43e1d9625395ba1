import { ImportDsn } from '#application/dsn/import-dsn';
import { JSON_OPTION, type Command } from '../command';
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
          `${companies} entreprise(s), ${establishments} établissement(s), ${employees} salarié(s) lus, ${rejections.length} refus.`,
          ...rejectionLines(rejections),
        ].join('\n');
        return { json: { companies, establishments, employees, rejections }, text, notes, failed: imported === 0 };
      });
    });
};
