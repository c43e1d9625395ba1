import type { ComponentChildren, JSX } from 'preact';
import type { DoneForYou } from '#application/updates/read-update';
import { linkTo, type Path } from '../paths';
import { Button, ButtonGroup } from '../ui/button';
import { Form } from '../ui/form';
import { PageHeading } from '../ui/page-heading';
import { Textarea } from '../ui/textarea';
import { EstablishmentCaption } from '../views/establishment';
import { UpdateInShort } from './update-in-short';

/** What is asked about an update, in one field. */
export interface Asking {
  /** Where the words go. */
  readonly to: Path;
  readonly heading: string;
  readonly label: string;
  readonly hint: string;
  /** Characters. */
  readonly most: number;
  readonly button: string;
  readonly variant?: 'warning';
}

interface WordsFormProps extends Asking {
  readonly update: DoneForYou;
  readonly typed: string;
  readonly error: string | undefined;
  readonly children?: ComponentChildren;
}

/** The one field in which somebody says why: an update is not right, or is taken back. */
export const WordsForm = (props: WordsFormProps): JSX.Element => (
  <>
    <PageHeading caption={<EstablishmentCaption place={props.update.establishment} />}>{props.heading}</PageHeading>
    <UpdateInShort update={props.update} />
    {props.children}
    <Form action={linkTo(props.to, { id: props.update.id })}>
      <Textarea
        id="message"
        name="message"
        label={props.label}
        hint={props.hint}
        rows={5}
        maxLength={props.most}
        required
        value={props.typed}
        error={props.error}
      />
      <ButtonGroup>
        <Button {...(props.variant === undefined ? {} : { variant: props.variant })}>{props.button}</Button>
        <a class="govuk-link" href={linkTo('doneForYou', { id: props.update.id })}>
          Abandonner
        </a>
      </ButtonGroup>
    </Form>
  </>
);
