import { IngestFeeds } from '#application/intake/ingest-feeds';
import type { FeedReport, IngestReport, Rejection } from '#application/intake/ingest-report';
import { openSources } from '#application/intake/sources';
import { VERDICTS } from '#domain/reconciliation/verdict';
import { JSON_OPTION, WRITTEN, type Command, type CommandContext } from '../command';
import { JsonList } from '../list-output';
import { rejectionLines, textTable } from '../table';

const COLUMNS = `
Colonnes d'un CSV de taux (séparateur ; ou , ou tabulation, UTF-8 ou windows-1252) :
  siren et nic, ou siret   l'établissement
  section                  peut rester vide : 01
  code_risque              158CD, suivi de B pour les fonctions supports
  temoin_bureau            O ou N, peut rester vide
  taux                     2,11 ou 2.11
  date_effet               2026-01-31 ou 31/01/2026
  date_calcul              jour ou 2025-12-28T08:12:00, peut rester vide
  code_ctn                 colonne facultative, pour information
Tout en détail : docs/feeds.md.`;

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
    .addHelpText('after', COLUMNS)
    .action(async (paths: string[], options: IngestOptions) => {
      await run(options, async ({ verb, actor, path, write }) => {
        const output = options.json === true ? new JsonReport(write) : new TextReport(write);
        const report = await verb(IngestFeeds).run(openSources(paths.map(path)), {
          dryRun: options.dryRun === true,
          actor,
          onRejections: (page) => output.add(page),
        });
        await output.end(report);
        const { feeds, notes } = report;
        return { ...WRITTEN, notes, failed: feeds.length === 0 };
      });
    });
};

/** Writes the answer as it comes: a feed may be refused line by line, a million times, and none of it is held. */
class JsonReport {
  private readonly list: JsonList;

  constructor(write: CommandContext['write']) {
    this.list = new JsonList(write, 'rejections');
  }

  add = (page: readonly Rejection[]): Promise<void> => this.list.add(page);

  end = ({ feeds }: IngestReport): Promise<void> => this.list.end({ feeds });
}

class TextReport {
  private written = 0;

  constructor(private readonly write: CommandContext['write']) {}

  async add(page: readonly Rejection[]): Promise<void> {
    if (page.length === 0) return;
    const begin = this.written === 0 ? 'Refusé :\n' : '';
    this.written += page.length;
    await this.write(`${begin}${rejectionLines(page).join('\n')}\n`);
  }

  async end({ feeds }: IngestReport): Promise<void> {
    const count = this.written === 0 ? '' : `${this.written} refus.\n\n`;
    await this.write(`${count}${textOf(feeds)}\n`);
  }
}

function textOf(feeds: readonly FeedReport[]): string {
  const header = ['flux', 'fichier', 'lignes', ...VERDICTS];
  const rows = feeds.map((feed) => [
    feed.id === null ? 'essai' : String(feed.id),
    nameOf(feed),
    String(feed.lines),
    ...VERDICTS.map((v) => String(feed.verdicts[v])),
  ]);
  return rows.length === 0 ? "Aucun flux n'a été reçu." : textTable(header, rows);
}

const nameOf = ({ file, alreadyReceived }: FeedReport): string => (alreadyReceived ? `${file} (déjà reçu)` : file);
