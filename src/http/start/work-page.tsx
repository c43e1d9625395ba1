import type { JSX } from 'preact';
import type { ImportWork } from '#application/start/read-import';
import { linkTo, PATHS } from '../paths';
import { Button } from '../ui/button';
import { PageHeading } from '../ui/page-heading';
import { WarningText } from '../ui/warning-text';
import { isOver, progressWords, shareOf, sizeWords } from './words';
import { ReportView } from './report-view';

/** How an import goes, then what came of it. */
export function workTitle(work: ImportWork): string {
  if (!isOver(work)) return 'Import en cours';
  if (work.state === 'INTERRUPTED') return 'Import interrompu';
  if (work.report === null) return 'Import échoué';
  return broughtNothing(work.report) ? 'Rien n’a été importé' : 'Import terminé';
}

const broughtNothing = (report: NonNullable<ImportWork['report']>): boolean =>
  report.establishments === 0 && report.completed === 0 && Object.keys(report.verdicts).length === 0;

export const WorkPage = ({ work }: { readonly work: ImportWork }): JSX.Element => (
  <>
    <PageHeading>{workTitle(work)}</PageHeading>
    {isOver(work) ? <Ended work={work} /> : <UnderWay work={work} />}
  </>
);

function UnderWay({ work }: { readonly work: ImportWork }): JSX.Element {
  const share = shareOf(work);
  return (
    <>
      <ul>
        {work.files.map(({ name, size }, index) => (
          <li key={index}>
            {name}, {sizeWords(size)}
          </li>
        ))}
      </ul>
      <div data-progress={linkTo('startProgress', { id: work.id })} class="tj-progress">
        <progress max="100" aria-label="Avancement de l’import" {...(share === null ? {} : { value: share })} />
        <p role="status">{progressWords(work)}</p>
      </div>
      <p class="govuk-body">
        Vous pouvez quitter cette page : l’import continue, et son résultat vous attendra sous « Importer ».
      </p>
      <noscript>
        <p class="govuk-body">Cette page se recharge d’elle-même.</p>
      </noscript>
    </>
  );
}

function Ended({ work }: { readonly work: ImportWork }): JSX.Element {
  const { state, report, failure } = work;
  if (report !== null) return <ReportView report={report} />;
  return (
    <>
      <WarningText>
        {state === 'INTERRUPTED' ? 'Le serveur s’est arrêté pendant la lecture : renvoyez les fichiers.' : failure}
      </WarningText>
      <p class="govuk-body">
        Ce qui était déjà enregistré reste, et les fichiers envoyés sont effacés. Les renvoyer ne compte rien deux fois.
      </p>
      <Button href={PATHS.start}>Renvoyer les fichiers</Button>
    </>
  );
}
