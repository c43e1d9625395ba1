import { VerifyJournal, type JournalReport } from '#application/audit/verify-journal';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';

export const audit: Command = (program, run) => {
  const group = program.command('audit').description('la piste d’audit');
  group
    .command('verify')
    .description('vérifier que rien n’a été changé, supprimé, ajouté ou déplacé à la main')
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async ({ verb }) => {
        const report = await verb(VerifyJournal).run();
        return { json: report, text: textOf(report), failed: !report.intact };
      });
    });
};

function textOf({ entries, firstBroken }: JournalReport): string {
  if (firstBroken === null) return `Piste d’audit intacte : ${counted(entries, 'entrée')}.`;
  const { seq, siret, message } = firstBroken;
  const place = [seq === null ? null : `entrée ${seq}`, siret === undefined ? null : `SIRET ${siret}`];
  const shown = place.filter((part) => part !== null).join(', ');
  return `Piste d’audit rompue (${shown}) : ${message}`;
}
