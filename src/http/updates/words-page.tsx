import type { DoneForYou } from '#application/updates/read-update';
import { page, UNPROCESSABLE, type Page } from '../page/page';
import { linkTo } from '../paths';
import { WordsForm, type Asking } from './words-form';

export const CONTEST: Asking = {
  to: 'contest',
  heading: 'Ce n’est pas juste',
  label: 'Qu’est-ce qui n’est pas juste ?',
  hint: 'Dites ce que porte votre notification. N’écrivez ni numéro de sécurité sociale, ni donnée de santé.',
  most: 2000,
  button: 'Envoyer au support',
};

export const UNDO: Asking = {
  to: 'undo',
  heading: 'Annuler cette mise à jour',
  label: 'Pourquoi l’annuler ?',
  hint: 'L’entreprise lira ce motif. L’ancien taux est remis en place à la même date ; rien n’est effacé.',
  most: 1000,
  button: 'Annuler la mise à jour',
  variant: 'warning',
};

/** The form, empty or given back with what was typed and what is wrong with it. */
export function wordsPage(
  update: DoneForYou,
  asking: Asking,
  again?: { readonly typed: string; readonly error: string },
): Page {
  return page({
    title: asking.heading,
    back: linkTo('doneForYou', { id: update.id }),
    ...(again === undefined ? {} : { errors: [{ field: 'message', message: again.error }], status: UNPROCESSABLE }),
    body: <WordsForm {...asking} update={update} typed={again?.typed ?? ''} error={again?.error} />,
  });
}
