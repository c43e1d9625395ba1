import type { JSX } from 'preact';
import type { Imports } from '#application/start/list-imports';
import type { ImportWork } from '#application/start/read-import';
import { frenchMoment } from '#application/ports/paris';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { Details } from '../ui/details';
import { FileInput } from '../ui/file-input';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { Tag } from '../ui/tag';
import { counted } from '../views/words';

interface Props {
  readonly imports: Imports;
  /** Whether companies that nobody follows yet may be brought; null for who sees all of them. */
  readonly takesNew: boolean | null;
  readonly limits: { readonly size: string; readonly files: number };
  readonly error: string | null;
}

export const startTitle = ({ isFirst }: Imports): string =>
  isFirst ? 'Commencer avec une DSN' : 'Importer des fichiers';

/** Where everything begins: one file is enough. */
export const StartPage = ({ imports, takesNew, limits, error }: Props): JSX.Element => (
  <>
    <PageHeading>{startTitle(imports)}</PageHeading>
    {imports.isFirst ? (
      <p class="govuk-body-l">
        Envoyez la dernière DSN de vos établissements : entreprises, salariés et taux déclarés en viennent, puis vos
        premières tâches.
      </p>
    ) : (
      <p class="govuk-body">
        DSN du mois, entreprises ou taux reçus : envoyez ce que vous avez, chaque fichier est reconnu à son contenu.
      </p>
    )}
    <p class="govuk-body">
      {takesNew === null
        ? 'Toute entreprise peut être importée.'
        : takesNew
          ? 'Une entreprise qui n’est encore suivie par personne s’ajoute aux vôtres.'
          : 'Seules vos entreprises sont prises en compte ; les autres sont refusées, SIREN par SIREN.'}
    </p>
    <Form action={PATHS.start} multipart>
      <FileInput
        id="fichiers"
        name="fichiers"
        label="Fichiers"
        multiple
        accept=".dsn,.txt,.edi,.csv,.xml,.zip,.gz"
        hint={`${String(limits.files)}\u00a0fichiers au plus à la fois, ${limits.size} au plus chacun ; ZIP et gzip acceptés.`}
        {...(error === null ? {} : { error })}
      />
      <Button>Envoyer</Button>
    </Form>
    <WhatFiles />
    {imports.latest.length === 0 ? null : <Latest works={imports.latest} />}
  </>
);

const WhatFiles = (): JSX.Element => (
  <Details summary="Quels fichiers, et ce qui en est gardé">
    <ul>
      <li>
        <strong>DSN mensuelle</strong> (norme P26V01), une ou plusieurs : établissements, salariés, contrats, codes
        risque, taux et bases déclarés.
      </li>
      <li>
        <strong>Entreprises</strong>, tableau CSV facultatif : colonnes siren, nom, effectif, client_depuis,
        automatisation, compte_atmp, et nic pour un établissement.
      </li>
      <li>
        <strong>Taux notifiés</strong>, facultatif : retour CRM 34 ou tableau CSV (siren, nic, code_risque, taux,
        date_effet…).
      </li>
    </ul>
    <p>
      Le numéro de sécurité sociale n’est jamais gardé. D’une DSN, seul ce qui est nommé ci-dessus est retenu ; le
      fichier est effacé dès la fin de l’import. Les fichiers de taux sont gardés : ils prouvent d’où vient un taux.
    </p>
  </Details>
);

const STATES: Readonly<Record<ImportWork['state'], JSX.Element>> = {
  WAITING: <Tag tone="blue">En attente</Tag>,
  RUNNING: <Tag tone="blue">En cours</Tag>,
  DONE: <Tag tone="green">Terminé</Tag>,
  FAILED: <Tag tone="red">Échoué</Tag>,
  INTERRUPTED: <Tag tone="yellow">Interrompu</Tag>,
};

const MOST_NAMED = 3;

const filesWords = (files: ImportWork['files']): string => {
  const named = files.slice(0, MOST_NAMED).map(({ name }) => name);
  const others = files.length - named.length;
  return [...named, ...(others === 0 ? [] : [`et ${counted(others, 'autre')}`])].join(', ');
};

const Latest = ({ works }: { readonly works: readonly ImportWork[] }): JSX.Element => (
  <Table
    caption="Vos derniers imports"
    columns={[{ label: 'Envoyé le' }, { label: 'Fichiers' }, { label: 'État' }]}
    rows={works.map(({ id, createdAt, files, state }) => [
      <a class="govuk-link" href={linkTo('startWork', { id })}>
        {frenchMoment(createdAt)}
      </a>,
      filesWords(files),
      STATES[state],
    ])}
    empty="Aucun import."
  />
);
