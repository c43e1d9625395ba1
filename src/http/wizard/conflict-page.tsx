import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import type { SavedDraft } from '#application/tasks/save-draft';
import type { Answers } from '#domain/journey/answers';
import { Button } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Table } from '../ui/table';
import { personWords } from '../views/person';

interface ConflictProps {
  /** Where the page that could not be saved was sent. */
  readonly action: string;
  readonly establishment: string;
  /** Who reads the page: they may meet themselves in another window. */
  readonly self: string;
  readonly conflict: Extract<SavedDraft, { kind: 'DISAGREED' }>;
}

/** Two people have filled in the same field: what each typed stands side by side, and one chooses. */
export function ConflictPage({ action, establishment, self, conflict }: ConflictProps): JSX.Element {
  const { theirs, merged } = conflict;
  const isSelf = theirs.by?.actor === self;
  const who = theirs.by === null ? 'Quelqu’un' : isSelf ? 'l’autre fenêtre' : personWords(theirs.by.actor);
  const when = theirs.by === null ? '' : ` le ${momentWords(theirs.by.at)}`;
  return (
    <>
      <PageHeading caption={establishment}>Deux saisies en même temps</PageHeading>
      <p class="govuk-body">
        {isSelf ? 'Vous avez' : `${who} a`} changé ces réponses{when}
        {isSelf ? ' dans une autre fenêtre' : ''}, pendant que vous les saisissiez. Rien n’est perdu : choisissez celles
        à garder.
      </p>
      <Table
        caption="Réponses qui diffèrent"
        columns={[{ label: 'Champ' }, { label: 'Votre saisie' }, { label: `Saisie de ${who}` }]}
        empty=""
        rows={merged.disagreements.map(({ label, mine, theirs: said }) => [label, mine ?? 'vide', said ?? 'vide'])}
      />
      <div class="govuk-button-group">
        <Choice action={action} version={theirs.version} answers={merged.withMine}>
          Garder ma saisie
        </Choice>
        <Choice action={action} version={theirs.version} answers={merged.withTheirs} secondary>
          {`Garder celle de ${who}`}
        </Choice>
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly action: string;
  readonly version: number;
  readonly answers: Answers;
  readonly secondary?: boolean;
  readonly children: string;
}

/** Carries the answers along, so that what was not saved yet is not typed twice. */
const Choice = ({ action, version, answers, secondary = false, children }: ChoiceProps): JSX.Element => (
  <Form action={action}>
    <input type="hidden" name="version" value={String(version)} />
    <input type="hidden" name="answers" value={JSON.stringify(answers)} />
    <Button name="chosen" value="oui" {...(secondary ? { variant: 'secondary' as const } : {})}>
      {children}
    </Button>
  </Form>
);
