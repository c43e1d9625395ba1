import type { FileKind } from '#domain/start/file-kind';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { FileRejection } from '#domain/values/rejection';

/** Refused lines that are kept with the report: more are counted only. */
export const MOST_REJECTIONS = 500;

export interface ReadFile {
  readonly name: string;
  /** Null when its content is none of ours. */
  readonly kind: FileKind | null;
}

/** What came of files that a person sent; kept with the work, so that it can be read again. */
export interface ImportReport {
  readonly files: readonly ReadFile[];
  /** As the DSN hold them, new or not. */
  readonly companies: number;
  readonly establishments: number;
  readonly employees: number;
  /** Companies completed by a file of companies. */
  readonly completed: number;
  /** Establishments named by files of rates, by what was decided. */
  readonly verdicts: Readonly<Partial<Record<VerdictKind, number>>>;
  /** The first {@link MOST_REJECTIONS}. */
  readonly rejections: readonly FileRejection[];
  readonly rejected: number;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

export const unknownFile = (file: string): FileRejection => ({
  file,
  line: null,
  code: 'FORMAT_INCONNU',
  message: `Le fichier « ${file} » n’est ni une DSN, ni un retour CRM 34, ni un tableau CSV d’entreprises ou de taux : vérifiez que c’est le bon.`,
});
