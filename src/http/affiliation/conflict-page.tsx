import type { JSX } from 'preact';
import type { Placings } from '#application/affiliation/place-employees';
import type { AffiliationOnPages } from '#application/affiliation/read-affiliation';
import { momentWords } from '#application/ports/paris';
import { contractText } from '#domain/affiliation/contract';
import type { ProfilePick } from '#domain/journey/affiliation-board';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { personWords } from '../views/person';
import { establishmentName } from '../views/establishment';
import { pickField } from './board-form';
import { personOf, rankedProfile } from './words';

interface Props {
  readonly about: AffiliationOnPages;
  /** Where the page that could not be saved was sent. */
  readonly action: string;
  readonly picks: readonly ProfilePick[];
  readonly conflict: Extract<Placings, { kind: 'DISAGREED' }>;
}

/** Two people have put the same employee on different profiles: both choices side by side, and one is kept. */
export function ConflictPage({ about, action, picks, conflict: { by, disagreements } }: Props): JSX.Element {
  const who = by === null ? 'Quelqu’un' : personWords(by.actor);
  const when = by === null ? '' : ` le ${momentWords(by.at)}`;
  const named = (rank: number | null): string => {
    const profile = rank === null ? undefined : about.question.profiles[rank - 1];
    return profile === undefined || rank === null ? 'Aucun profil' : rankedProfile(profile, rank);
  };
  const disputed = new Set(disagreements.map(({ contract }) => contractText(contract)));
  return (
    <>
      <PageHeading caption={establishmentName(about.establishment)}>
        Quelqu’un a choisi en même temps que vous
      </PageHeading>
      <p class="govuk-body">
        {who} a mis ces salariés sur un autre profil{when}. Rien n’est perdu : choisissez ce qui doit être gardé. Vos
        autres choix sont gardés dans les deux cas.
      </p>
      <Table
        caption="Choix qui diffèrent"
        columns={[{ label: 'Salarié' }, { label: 'Votre choix' }, { label: `Choix de ${who}` }]}
        empty=""
        rows={disagreements.map(({ contract, mine, theirs }) => [personOf(contract), named(mine), named(theirs)])}
      />
      <ButtonGroup>
        <Choice about={about} action={action} picks={picks}>
          Garder mes choix
        </Choice>
        <Choice
          about={about}
          action={action}
          picks={picks.filter((pick) => !disputed.has(contractText(pick)))}
          secondary
        >
          {`Garder ceux de ${who}`}
        </Choice>
      </ButtonGroup>
    </>
  );
}

interface ChoiceProps extends Pick<Props, 'about' | 'action' | 'picks'> {
  readonly secondary?: boolean;
  readonly children: string;
}

/** Carries the whole page along, made from the draft as it now stands. */
const Choice = ({ about, action, picks, secondary = false, children }: ChoiceProps): JSX.Element => (
  <Form action={action}>
    <input type="hidden" name="version" value={String(about.draft.version)} />
    {picks.map((pick) => (
      <input key={contractText(pick)} type="hidden" name={pickField(pick)} value={String(pick.rank ?? '')} />
    ))}
    <Button name="action" value="choisir" {...(secondary ? { variant: 'secondary' as const } : {})}>
      {children}
    </Button>
  </Form>
);
