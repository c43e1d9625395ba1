import type { JSX } from 'preact';
import type { ImportReport } from '#application/start/import-report';
import { PATHS } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Figures } from '../ui/figures';
import { InsetText } from '../ui/inset-text';
import { Table } from '../ui/table';
import { counted, frenchNumber, VERDICT_ORDER, VERDICT_WORDS } from '../views/words';
import { KIND_WORDS } from './words';

/** What came of files, line by line where something was refused. */
export const ReportView = ({ report }: { readonly report: ImportReport }): JSX.Element => (
  <>
    {report.establishments === 0 ? null : (
      <Figures
        label="Dans les DSN"
        items={[
          { label: 'Entreprises', value: frenchNumber(report.companies) },
          { label: 'Établissements', value: frenchNumber(report.establishments) },
          { label: 'Salariés', value: frenchNumber(report.employees) },
        ]}
      />
    )}
    <ul>
      {report.files.map(({ name, kind }, index) => (
        <li key={index}>
          {name} : {kind === null ? 'contenu non reconnu' : KIND_WORDS[kind]}
        </li>
      ))}
    </ul>
    {report.completed === 0 ? null : (
      <p class="govuk-body">
        {counted(report.completed, 'entreprise')} {report.completed < 2 ? 'complétée' : 'complétées'} par le fichier
        d’entreprises.
      </p>
    )}
    <Verdicts verdicts={report.verdicts} />
    {report.notes.length === 0 ? null : (
      <InsetText>
        {report.notes.map((note, index) => (
          <p key={index}>{note}</p>
        ))}
      </InsetText>
    )}
    <Rejections report={report} />
    <ButtonGroup>
      <Button href={PATHS.tasks}>Voir les tâches du mois</Button>
      <a class="govuk-link" href={PATHS.start}>
        Importer d’autres fichiers
      </a>
    </ButtonGroup>
  </>
);

const Verdicts = ({ verdicts }: Pick<ImportReport, 'verdicts'>): JSX.Element | null => {
  const given = VERDICT_ORDER.flatMap((kind) => {
    const count = verdicts[kind] ?? 0;
    return count === 0 ? [] : [`${VERDICT_WORDS[kind].toLowerCase()} : ${frenchNumber(count)}`];
  });
  if (given.length === 0) return null;
  return <p class="govuk-body">Établissements des fichiers de taux, par décision : {given.join(', ')}.</p>;
};

function Rejections({ report: { rejections, rejected } }: { readonly report: ImportReport }): JSX.Element | null {
  if (rejected === 0) return null;
  return (
    <>
      <Table
        caption={rejected === 1 ? 'Une ligne refusée' : `${frenchNumber(rejected)} lignes refusées`}
        columns={[{ label: 'Fichier' }, { label: 'Ligne', numeric: true }, { label: 'Code' }, { label: 'Motif' }]}
        rows={rejections.map(({ file, line, code, message }) => [
          file,
          line === null ? 'tout le fichier' : frenchNumber(line),
          code,
          message,
        ])}
        empty="Aucune ligne refusée."
      />
      {rejected === rejections.length ? null : (
        <p class="govuk-body">
          Les {frenchNumber(rejections.length)} premières sont montrées : corrigez-les, puis renvoyez le fichier.
        </p>
      )}
      <p class="govuk-body">Le reste de chaque fichier est pris en compte.</p>
    </>
  );
}
