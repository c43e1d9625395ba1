import type { ComponentChildren, JSX } from 'preact';
import { PATHS } from '../paths';
import { PageHeading } from '../ui/page-heading';
import { page, type Page } from './page';

interface Words {
  readonly title: string;
  /** Said unless the refusal has a sentence of its own. */
  readonly sentence: string;
}

const WORDS: Readonly<Partial<Record<number, Words>>> = {
  400: {
    title: 'Demande mal formée',
    sentence: 'Cette demande ne peut pas être lue : revenez en arrière et recommencez.',
  },
  401: { title: 'Connexion nécessaire', sentence: 'Connectez-vous pour voir cette page.' },
  403: {
    title: 'Page réservée',
    sentence: 'Votre compte ne donne pas accès à cette page : demandez-le à votre administrateur.',
  },
  404: {
    title: 'Page introuvable',
    sentence: 'Cette adresse ne mène nulle part : vérifiez-la, ou cherchez l’établissement dans la liste des tâches.',
  },
  405: {
    title: 'Demande refusée',
    sentence: 'Cette adresse ne se demande pas ainsi : revenez en arrière et recommencez.',
  },
  409: {
    title: 'Quelqu’un est passé avant vous',
    sentence: 'Ce que vous modifiez a changé entre-temps : rechargez la page, puis recommencez.',
  },
  413: {
    title: 'Fichier trop lourd',
    sentence: 'Ce que vous envoyez dépasse la taille permise : envoyez un fichier plus petit, ou en plusieurs fois.',
  },
  415: {
    title: 'Envoi illisible',
    sentence: 'Ce format d’envoi n’est pas reconnu : passez par le formulaire de la page.',
  },
  421: { title: 'Adresse refusée', sentence: 'Cette adresse n’est pas servie ici.' },
  422: {
    title: 'Demande incomplète',
    sentence: 'Une partie de la demande manque ou ne convient pas : revenez en arrière et complétez-la.',
  },
  429: {
    title: 'Trop de demandes',
    sentence: 'Trop de demandes en peu de temps : attendez quelques minutes, puis réessayez.',
  },
  503: { title: 'Pas encore prêt', sentence: 'Le programme n’est pas prêt à répondre : réessayez dans un instant.' },
};

const SURPRISE: Words = {
  title: 'Un problème est survenu',
  sentence:
    'La page n’a pas pu être préparée, rien n’a été enregistré. Réessayez ; si cela dure, prévenez votre administrateur.',
};

/** A surprise is what no page is written for: it goes to the log. */
export const isExpected = (status: number): boolean => WORDS[status] !== undefined;

/** The page of what went wrong; `sentence` where the refusal has one of its own. */
export function errorPage(status: number, sentence: string | null): Page {
  const words = WORDS[status] ?? SURPRISE;
  return page({
    title: words.title,
    status: isExpected(status) ? status : 500,
    body: <ErrorBody title={words.title}>{sentence ?? words.sentence}</ErrorBody>,
  });
}

const ErrorBody = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element => (
  <>
    <PageHeading>{title}</PageHeading>
    <p>{children}</p>
    <p>
      <a class="govuk-link" href={PATHS.home}>
        Revenir à l’accueil
      </a>
    </p>
  </>
);
