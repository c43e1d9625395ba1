import type { JSX } from 'preact';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { MOST_ROWS } from '#domain/affiliation/placement-table';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { FileInput } from '../ui/file-input';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Textarea } from '../ui/textarea';
import { frenchNumber } from '../views/words';
import { establishmentName } from '../views/establishment';
import { rankedProfile } from './words';

interface Props {
  readonly about: AffiliationOnPages;
  /** What was pasted and could not be read. */
  readonly pasted: string;
  readonly error: { readonly field: 'tableau' | 'fichier'; readonly message: string } | null;
  /** « 2 Mo ». */
  readonly limit: string;
}

/** A table from a spreadsheet, pasted or as a file; the template has the employees in it. */
export function TablePage({ about, pasted, error, limit }: Props): JSX.Element {
  const { task, establishment, question } = about;
  const names = { id: task.id };
  const errorAt = (field: string): { error?: string } => (error?.field === field ? { error: error.message } : {});
  return (
    <>
      <PageHeading caption={establishmentName(establishment)}>Coller ou importer un tableau</PageHeading>
      <p class="govuk-body">
        Une ligne par salarié, avec son matricule et son profil. Rien n’est changé avant que vous n’ayez vu le résultat
        de chaque ligne.
      </p>
      <ul>
        {question.profiles.map((profile, index) => (
          <li key={index}>{rankedProfile(profile, index + 1)}</li>
        ))}
      </ul>
      <p class="govuk-body">
        Modèle avec vos salariés :{' '}
        <a class="govuk-link" href={linkTo('taskEmployeesTemplate', { ...names, format: 'xlsx' })}>
          classeur XLSX
        </a>{' '}
        ou{' '}
        <a class="govuk-link" href={linkTo('taskEmployeesTemplate', { ...names, format: 'csv' })}>
          fichier CSV
        </a>
        .
      </p>
      <h2>Coller depuis un tableur</h2>
      <Form action={linkTo('taskEmployeesPaste', names)}>
        <Textarea
          id="tableau"
          name="tableau"
          label="Lignes copiées"
          hint={`Colonnes « matricule » et « profil » (numéro ou code), « contrat » si un salarié en a plusieurs ; ${frenchNumber(MOST_ROWS)} lignes au plus.`}
          rows={8}
          value={pasted}
          {...errorAt('tableau')}
        />
        <Button>Voir le résultat</Button>
      </Form>
      <h2>Importer un fichier</h2>
      <Form action={linkTo('taskEmployeesFile', names)} multipart>
        <FileInput
          id="fichier"
          name="fichier"
          label="Fichier du tableur"
          hint={`CSV ou XLSX, ${limit} au plus.`}
          accept=".csv,.xlsx,.txt,text/csv"
          {...errorAt('fichier')}
        />
        <Button>Voir le résultat</Button>
      </Form>
    </>
  );
}
