import type { JSX } from 'preact';
import type { TaskOnPages } from '#application/tasks/read-task';
import type { Answers, ProfileAnswer } from '#domain/journey/answers';
import { checkProfiles } from '#domain/journey/check';
import { countOf, type RateQuestion } from '#domain/journey/rate-answers';
import { typedDate } from '#domain/values/local-date';
import { errorAt, type FieldError } from '../page/page';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { Checkboxes } from '../ui/checkboxes';
import { RequiredLegend } from '../ui/field';
import { Fieldset } from '../ui/fieldset';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { TextInput } from '../ui/text-input';
import { WhereToFind } from '../views/where-to-find';
import { establishmentName } from '../views/establishment';
import { Findings, firstReasons } from './findings';
import { HiddenState } from './situation-page';
import { RATES_STEP } from './steps';

interface RatesProps {
  readonly shown: TaskOnPages;
  readonly question: RateQuestion;
  /** What the fields hold: the draft, or what is proposed while nothing was typed. */
  readonly answers: Answers;
  readonly errors: readonly FieldError[];
  /** « Étape 2 sur 3 » */
  readonly progress: string;
}

const CODES_LIST = 'codes-connus';
const EMPTY: ProfileAnswer = { codeRisque: null, section: null, office: false, rate: null };
const OFFICE_HINT =
  'À cocher si la notification le dit : taux accordé par la Carsat ou la MSA, plus bas que le taux de base, en taux collectif ou mixte.';

/** All rates on one page, with their date: they are read from the same notice. */
export function RatesPage({ shown, question, answers, errors, progress }: RatesProps): JSX.Element {
  const count = countOf(answers);
  const checked = checkProfiles(answers, question);
  const first = firstReasons(checked);
  return (
    <>
      <PageHeading caption={`${establishmentName(shown.establishment)} · ${progress}`}>
        {count === 1 ? 'Quel est le taux notifié ?' : `Quels sont les ${String(count)} taux notifiés ?`}
      </PageHeading>
      <RequiredLegend />
      <Form action={linkTo('taskStep', { id: shown.task.id, step: RATES_STEP })} id="taux">
        <HiddenState shown={shown} />
        <input type="hidden" name="profiles" value={String(count)} />
        {checked.map((one, index) => {
          const profile = answers.profiles[index] ?? EMPTY;
          const fields = (
            <>
              <ProfileFields rank={index + 1} alone={count === 1} profile={profile} errors={errors} />
              <div id={`constats-${String(index + 1)}`} data-findings={String(index + 1)} aria-live="polite">
                <Findings
                  checked={one}
                  reasons={answers.reasons}
                  firstReason={first[index] ?? 1}
                  withFaults={false}
                  errors={errors}
                />
              </div>
            </>
          );
          return count === 1 ? (
            fields
          ) : (
            <Fieldset
              key={index}
              id={`profil-${String(index + 1)}`}
              legend={index === 0 ? 'Profil 1 : le taux le plus élevé' : `Profil ${String(index + 1)}`}
            >
              {fields}
            </Fieldset>
          );
        })}
        <TextInput
          id="date"
          name="date"
          label="Date d’effet"
          hint="Celle de la notification, par exemple 01/01/2026."
          required
          width={10}
          inputMode="numeric"
          value={answers.effectiveFrom ?? typedDate(question.defaultDate)}
          error={errorAt(errors, 'date')}
        />
        <KnownCodes shown={shown} />
        <Button>Continuer</Button>
      </Form>
      <WhereToFind caisse={shown.establishment.caisse} />
    </>
  );
}

interface ProfileProps {
  readonly rank: number;
  readonly alone: boolean;
  readonly profile: ProfileAnswer;
  readonly errors: readonly FieldError[];
}

function ProfileFields({ rank, alone, profile, errors }: ProfileProps): JSX.Element {
  const name = (field: string): string => `${field}-${String(rank)}`;
  const { codeRisque, section, office, rate } = profile;
  return (
    <>
      <div class="tj-row">
        <TextInput
          id={name('code')}
          name={name('code')}
          label="Code risque"
          hint={
            alone ? 'Cinq caractères, par exemple 553AC ; 999ZZ si aucune notification n’est encore venue.' : undefined
          }
          required
          width={10}
          list={CODES_LIST}
          autocomplete="off"
          value={codeRisque ?? ''}
          error={errorAt(errors, name('code'))}
        />
        <TextInput
          id={name('rate')}
          name={name('rate')}
          label="Taux (en %)"
          hint={alone ? 'Le taux net notifié, par exemple 1,78.' : undefined}
          required
          width={5}
          inputMode="decimal"
          suffix="%"
          autocomplete="off"
          value={rate ?? ''}
          error={errorAt(errors, name('rate'))}
        />
        {alone ? null : (
          <TextInput
            id={name('section')}
            name={name('section')}
            label="Section, si la notification en donne une"
            width={5}
            autocomplete="off"
            value={section ?? ''}
            error={errorAt(errors, name('section'))}
          />
        )}
      </div>
      {alone ? <input type="hidden" name={name('section')} value={section ?? ''} /> : null}
      <Checkboxes
        name={name('office')}
        options={[{ value: 'oui', label: 'Taux pour fonctions supports de nature administrative', hint: OFFICE_HINT }]}
        values={office ? ['oui'] : []}
        error={errorAt(errors, name('office'))}
      />
    </>
  );
}

/** The codes that this establishment has or is notified, to be chosen instead of typed. */
function KnownCodes({ shown: { task, onFile, reference } }: { readonly shown: TaskOnPages }): JSX.Element {
  const known = [...task.prefill.profiles, ...(onFile?.profiles ?? [])].map(({ code }) => code);
  return (
    <datalist id={CODES_LIST}>
      {[...new Set(known)].map((code) => (
        <option key={code} value={code}>
          {reference.label(code) ?? code}
        </option>
      ))}
    </datalist>
  );
}
