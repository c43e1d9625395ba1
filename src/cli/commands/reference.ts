import { ImportReference, type ReferenceReport } from '#application/reference/import-reference';
import { frenchDate } from '#domain/values/local-date';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { rejectionLines } from '../table';

interface ReferenceOptions {
  readonly json?: boolean;
  readonly effectiveFrom?: string;
  readonly year?: string;
}

export const reference: Command = (program, run) => {
  const group = program.command('reference').description('les tables nationales de taux');
  group
    .command('import')
    .description('prendre la table d’une année dans un fichier JSON ou CSV')
    .argument('<file...>')
    .option('--effective-from <AAAA-MM-JJ>', 'date d’effet, quand le fichier ne la dit pas')
    .option('--year <AAAA>', 'année, quand le fichier ne la dit pas')
    .option(...JSON_OPTION)
    .action(async (files: string[], options: ReferenceOptions) => {
      await run(options, async ({ verb, actor, path }) => {
        const { effectiveFrom, year } = options;
        const report = await verb(ImportReference).run(files.map(path), { effectiveFrom, year, actor });
        if (!report.ok) return report;
        const { tables, rejections, notes } = report.value;
        const [newest] = tables;
        const json = { year: newest?.year ?? null, codes: newest?.codes ?? 0, rejections, tables };
        return { json, text: textOf(report.value), notes, failed: newest === undefined };
      });
    });
};

function textOf({ tables, rejections }: ReferenceReport): string {
  const lines = tables.map(({ year, codes, effectiveFrom }) => {
    const from = effectiveFrom === null ? 'sans date d’effet' : `avec effet au ${frenchDate(effectiveFrom)}`;
    return `Table ${year} : ${counted(codes, 'code')}, ${from}.`;
  });
  const refused = rejections.length === 0 ? [] : [`${counted(rejections.length, 'ligne')} hors de la table :`];
  return [...lines, ...refused, ...rejectionLines(rejections)].join('\n');
}
