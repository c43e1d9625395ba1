import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Every page, once: its address here, its name in the navigation. */
export const PATHS = {
  home: '/',
  tasks: '/taches',
  verdicts: '/verdicts',
  feeds: '/flux',
  style: '/style.css',
} as const;

const NAVIGATION: readonly (readonly [path: string, name: string])[] = [
  [PATHS.home, 'Accueil'],
  [PATHS.tasks, 'Tâches'],
  [PATHS.verdicts, 'Verdicts'],
  [PATHS.feeds, 'Flux'],
];

interface LayoutProps {
  readonly title: string;
  /** The page's own address, to mark it in the navigation; null for a page of error. */
  readonly path: string | null;
  readonly children: ComponentChildren;
}

export const Layout = ({ title, path, children }: LayoutProps): JSX.Element => (
  <html lang="fr">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} – Taux Juste`}</title>
      <link rel="stylesheet" href={PATHS.style} />
      <link rel="icon" href="data:," />
    </head>
    <body>
      <a class="skip" href="#contenu">
        Aller au contenu
      </a>
      <header>
        <p class="name">Taux Juste</p>
        <nav aria-label="Pages">
          <ul>
            {NAVIGATION.map(([address, name]) => (
              <li key={address}>
                <a href={address} {...(address === path ? { 'aria-current': 'page' } : {})}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="contenu">
        <p class="notice">
          Vue de démonstration locale : sans connexion ni mot de passe. Elle ne change rien ; ne l’ouvrez pas à
          d’autres.
        </p>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </html>
);

export const htmlOf = (page: JSX.Element): string => `<!doctype html>\n${renderToString(page)}\n`;
