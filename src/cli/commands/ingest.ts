import { IngestFeeds } from '#application/intake/ingest-feeds';
import type { FeedReport, IngestReport } from '#application/intake/ingest-report';
import { openSources } from '#application/intake/sources';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { JSON_OPTION, type Command } from '../command';
import { rejectionLines, textTable } from '../table';

interface IngestOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

export const ingest: Command = (program, run) => {
  program
    .command('ingest')
    .description('recevoir des taux : retours CRM 34 ou CSV, fichiers, dossiers, ZIP ou gzip')
    .argument('<path...>', 'fichier, dossier ou archive')
    .option('--dry-run', 'tout décider et ne rien écrire')
    .option(...JSON_OPTION)
    .action(async (paths: string[], options: IngestOptions) => {
      await run(options, async ({ verb, actor, path }) => {
        const report = await verb(IngestFeeds).run(openSources(paths.map(path)), {
          dryRun: options.dryRun === true,
          actor,
        });
        const { feeds, rejections, notes } = report;
        return { json: { feeds, rejections }, text: textOf(report), notes, failed: feeds.length === 0 };
      });
    });
};

function textOf({ feeds, rejections }: IngestReport): string {
  const header = ['flux', 'fichier', 'lignes', ...VERDICTS];
  const rows = feeds.map((feed) => [
    feed.id === null ? 'essai' : String(feed.id),
    nameOf(feed),
    String(feed.lines),
    ...VERDICTS.map((v) => String(feed.verdicts[v])),
  ]);
  const refused =
    rejections.length === 0 ? [] : ['', `${rejections.length} ligne(s) refusée(s) :`, ...rejectionLines(rejections)];
  return [textTable(header, rows), ...refused].join('\n');
}

const nameOf = ({ file, alreadyReceived }: FeedReport): string => (alreadyReceived ? `${file} (déjà reçu)` : file);
