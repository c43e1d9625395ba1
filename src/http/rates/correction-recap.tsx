import type { JSX } from 'preact';
import type { CorrectionPlan } from '#application/rates/correction-plan';
import { frenchDate, frenchPeriod } from '#domain/values/local-date';
import { frenchAmount } from '#domain/values/money';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';
import { SummaryList } from '../ui/summary-list';
import { WarningText } from '../ui/warning-text';
import { EstablishmentCaption } from '../views/establishment';
import { Profiles } from '../views/profiles';
import { frenchNumber } from '../views/words';
import type { TypedCorrection } from './correction-fields';

interface RecapProps {
  readonly plan: CorrectionPlan;
  readonly typed: TypedCorrection;
}

/** What will be recorded and what it changes, before it is. */
export const CorrectionRecap = ({ plan, typed }: RecapProps): JSX.Element => {
  const { establishment, sheet, before, until, reason, warnings } = plan;
  const { siret } = establishment;
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={establishment} />}>Vérifiez avant d’enregistrer</PageHeading>
      <SummaryList
        rows={[
          { key: 'Taux en place', value: before === null ? 'Aucun' : <Profiles profiles={before.profiles} /> },
          { key: 'Taux corrigé', value: <Profiles profiles={sheet.profiles} /> },
          { key: 'Date d’effet', value: spanWords(sheet.effectiveFrom, until) },
          { key: 'Motif', value: reason },
        ]}
      />
      {warnings.map(({ key, message, article }) => (
        <WarningText key={key}>
          {message} <span class="tj-fine">({article})</span>
        </WarningText>
      ))}
      <DeclaredMonths plan={plan} />
      <Form action={linkTo('saveCorrection', { siret })}>
        <Kept typed={typed} />
        <ButtonGroup>
          <Button>Enregistrer la correction</Button>
          <Button variant="secondary" formAction={linkTo('correctRate', { siret })} name="etape" value="modifier">
            Modifier
          </Button>
        </ButtonGroup>
      </Form>
    </>
  );
};

const spanWords = (from: CorrectionPlan['sheet']['effectiveFrom'], until: CorrectionPlan['until']): string =>
  until === null ? frenchDate(from) : `${frenchDate(from)}, jusqu’au changement déjà connu du ${frenchDate(until)}`;

const DeclaredMonths = ({
  plan: { declaredMonths, estimate },
}: {
  readonly plan: CorrectionPlan;
}): JSX.Element | null => {
  const [first] = declaredMonths;
  const last = declaredMonths.at(-1);
  if (first === undefined || last === undefined) return null;
  const months = first === last ? frenchPeriod(first) : `${frenchPeriod(first)} à ${frenchPeriod(last)}`;
  return (
    <InsetText>
      <p>
        <strong>{frenchNumber(declaredMonths.length)} mois déjà déclarés</strong> ({months}) : ils ne sont pas réécrits.
        Le taux corrigé sert à partir de la prochaine paie ; l’Urssaf débite ou crédite l’écart.
      </p>
      <p>Écart estimé pour ces mois : {frenchAmount(estimate.total)}.</p>
    </InsetText>
  );
};

/** What was typed goes on with the form, so that nothing is kept between the two pages. */
const Kept = ({ typed }: { readonly typed: TypedCorrection }): JSX.Element => (
  <>
    <input type="hidden" name="vu" value={typed.seen} />
    <input type="hidden" name="lignes" value={String(typed.profiles.length)} />
    <input type="hidden" name="dateEffet" value={typed.effectiveFrom} />
    <input type="hidden" name="motif" value={typed.reason} />
    {typed.profiles.map(({ code, rate, section, office }, index) => (
      <span key={index}>
        <input type="hidden" name={`code-${String(index)}`} value={code} />
        <input type="hidden" name={`taux-${String(index)}`} value={rate} />
        <input type="hidden" name={`section-${String(index)}`} value={section} />
        {office ? <input type="hidden" name={`bureau-${String(index)}`} value="oui" /> : null}
      </span>
    ))}
  </>
);
