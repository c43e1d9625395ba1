import type { JSX } from 'preact';
import type { EstablishmentRates } from '#application/rates/read-establishment-rates';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { Details } from '../ui/details';
import { RequiredLegend } from '../ui/field';
import { Fieldset } from '../ui/fieldset';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Textarea } from '../ui/textarea';
import { TextInput } from '../ui/text-input';
import { EstablishmentCaption } from '../views/establishment';
import { givenRows, type TypedCorrection, type TypedProfile } from './correction-fields';

interface CorrectionProps {
  readonly rates: EstablishmentRates;
  readonly typed: TypedCorrection;
  readonly errors: readonly FieldError[];
}

export const CorrectionForm = ({ rates, typed, errors }: CorrectionProps): JSX.Element => {
  const { siret } = rates.establishment;
  const given = givenRows(typed);
  const fieldsets = typed.profiles.map((profile, index) => (
    <ProfileFields key={index} index={index} profile={profile} required={index < given} errors={errors} />
  ));
  return (
    <>
      <PageHeading caption={<EstablishmentCaption place={rates.establishment} />}>Corriger le taux</PageHeading>
      <p>
        Rien n’est effacé : la correction s’ajoute à l’historique avec votre nom et votre motif. Pour l’annuler,
        corrigez de nouveau.
      </p>
      <RequiredLegend />
      <Form action={linkTo('correctRate', { siret })}>
        <input type="hidden" name="vu" value={typed.seen} />
        <input type="hidden" name="lignes" value={String(typed.profiles.length)} />
        <TextInput
          id="dateEffet"
          name="dateEffet"
          label="Date d’effet"
          hint="Celle de la notification, par exemple 01/01/2026"
          required
          width={10}
          value={typed.effectiveFrom}
          error={errorAt(errors, 'dateEffet')}
        />
        {fieldsets.slice(0, given)}
        <Details summary="Ajouter un profil de taux">{fieldsets.slice(given)}</Details>
        <Textarea
          id="motif"
          name="motif"
          label="Motif de la correction"
          hint="Par exemple « décision de la caisse du 3 janvier 2026 »"
          required
          rows={3}
          value={typed.reason}
          error={errorAt(errors, 'motif')}
        />
        <ButtonGroup>
          <Button>Continuer</Button>
          <a class="govuk-link" href={linkTo('establishmentRates', { siret })}>
            Abandonner
          </a>
        </ButtonGroup>
      </Form>
    </>
  );
};

interface FieldsProps {
  readonly index: number;
  readonly profile: TypedProfile;
  readonly required: boolean;
  readonly errors: readonly FieldError[];
}

function ProfileFields({ index, profile, required, errors }: FieldsProps): JSX.Element {
  const name = (field: string): string => `${field}-${String(index)}`;
  return (
    <Fieldset legend={`Profil ${String(index + 1)}`}>
      <div class="tj-fields-row">
        <TextInput
          id={name('code')}
          name={name('code')}
          label="Code risque"
          required={required}
          width={5}
          value={profile.code}
          error={errorAt(errors, name('code'))}
        />
        <TextInput
          id={name('taux')}
          name={name('taux')}
          label="Taux en %"
          required={required}
          width={5}
          inputMode="decimal"
          suffix="%"
          value={profile.rate}
          error={errorAt(errors, name('taux'))}
        />
        <TextInput
          id={name('section')}
          name={name('section')}
          label="Section"
          width={5}
          value={profile.section}
          error={errorAt(errors, name('section'))}
        />
      </div>
      <Checkboxes
        name={name('bureau')}
        options={[{ value: 'oui', label: 'Taux pour fonctions support de nature administrative' }]}
        values={profile.office ? ['oui'] : []}
      />
    </Fieldset>
  );
}
