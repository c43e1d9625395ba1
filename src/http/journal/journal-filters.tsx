import type { JSX } from 'preact';
import { errorAt, type FieldError } from '../page/page';
import { PATHS } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Details } from '../ui/details';
import { Select } from '../ui/select';
import { TextInput } from '../ui/text-input';
import { RULE_WORDS, VERDICT_ORDER, VERDICT_WORDS } from '../views/words';
import { ANY_DECISION, AUTOMATIC, type TypedFilter } from './journal-query';

interface FiltersProps {
  readonly typed: TypedFilter;
  readonly errors: readonly FieldError[];
}

/** A form that asks: what it is asked stands in the address, to be kept and passed on. */
export const JournalFilters = ({ typed, errors }: FiltersProps): JSX.Element => {
  const day = (name: 'recuDu' | 'recuAu' | 'effetDu' | 'effetAu', label: string): JSX.Element => (
    <TextInput id={name} name={name} label={label} width={10} value={typed[name]} error={errorAt(errors, name)} />
  );
  return (
    <search>
      <form method="get" action={PATHS.journal} noValidate>
        <div class="tj-fields-row">
          <TextInput
            id="recherche"
            name="recherche"
            label="Entreprise, SIREN ou SIRET"
            width={20}
            value={typed.recherche}
            error={errorAt(errors, 'recherche')}
          />
          <Select
            id="decision"
            name="decision"
            label="Décision"
            options={DECISIONS}
            value={typed.decision}
            error={errorAt(errors, 'decision')}
          />
        </div>
        <Details summary="Dates, règle, document" open={isNarrowed(typed)}>
          <div class="tj-fields-row">
            {day('recuDu', 'Reçu du')}
            {day('recuAu', 'Reçu au')}
            {day('effetDu', 'Date d’effet du')}
            {day('effetAu', 'Date d’effet au')}
          </div>
          <p class="tj-fine">Les dates s’écrivent 01/01/2026.</p>
          <div class="tj-fields-row">
            <Select id="regle" name="regle" label="Règle" options={rulesWith(typed.regle)} value={typed.regle} />
            <TextInput
              id="document"
              name="document"
              label="Document n°"
              width={5}
              inputMode="numeric"
              value={typed.document}
              error={errorAt(errors, 'document')}
            />
          </div>
        </Details>
        <ButtonGroup>
          <Button>Afficher</Button>
          <a class="govuk-link" href={PATHS.journal}>
            Effacer les critères
          </a>
        </ButtonGroup>
      </form>
    </search>
  );
};

const DECISIONS = [
  { value: AUTOMATIC, text: `${VERDICT_WORDS[AUTOMATIC]} sans intervention` },
  ...VERDICT_ORDER.filter((verdict) => verdict !== AUTOMATIC).map((value) => ({ value, text: VERDICT_WORDS[value] })),
  { value: ANY_DECISION, text: 'Toutes les décisions' },
];

/** A rule that the list does not name, put in the address by hand, stays chosen. */
function rulesWith(rule: string): readonly { readonly value: string; readonly text: string }[] {
  const known = Object.entries(RULE_WORDS).map(([value, text]) => ({ value, text }));
  const other = rule === '' || Object.hasOwn(RULE_WORDS, rule) ? [] : [{ value: rule, text: rule }];
  return [{ value: '', text: 'Toutes' }, ...known, ...other];
}

const isNarrowed = ({ recuDu, recuAu, effetDu, effetAu, regle, document }: TypedFilter): boolean =>
  [recuDu, recuAu, effetDu, effetAu, regle, document].some((text) => text !== '');
