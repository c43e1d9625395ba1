import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { ROLE_WORDS } from '#domain/access/role';
import { assetLink } from '../page/assets';
import type { Page } from '../page/page';
import { Request } from '../page/request-context';
import { PATHS } from '../paths';
import { ErrorSummary } from './error-summary';
import { Form } from './form';
import { Navigation } from './navigation';
import { NotificationBanner } from './notification-banner';

interface LayoutProps {
  readonly page: Page;
  /** Said once, after a form. */
  readonly notice?: string | undefined;
}

/** What stands around every page. */
export const Layout = ({
  page: { title, body, back, errors = [], refreshAfter },
  notice,
}: LayoutProps): JSX.Element => (
  <html lang="fr" class="govuk-template">
    <head>
      <meta charSet="utf-8" />
      <title>{`${errors.length === 0 ? '' : 'Erreur : '}${title} – Taux Juste`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="theme-color" content="#0a3844" />
      <link rel="icon" type="image/svg+xml" href={assetLink('logo.svg')} />
      <link rel="stylesheet" href={assetLink('main.css')} />
      <script type="module" src={assetLink('enhance.js')} />
      {refreshAfter === undefined ? null : (
        <noscript>
          <meta http-equiv="refresh" content={String(refreshAfter)} />
        </noscript>
      )}
    </head>
    <body class="govuk-template__body">
      <a href="#contenu" class="govuk-skip-link" data-module="govuk-skip-link">
        Aller au contenu
      </a>
      <Header />
      <div class="tj-page">
        <div class="govuk-width-container">
          {back === undefined ? null : (
            <nav aria-label="Revenir">
              <a href={back} class="govuk-back-link">
                Retour
              </a>
            </nav>
          )}
          <main class="govuk-main-wrapper" id="contenu">
            {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
            {notice === undefined ? null : (
              <NotificationBanner title="C’est fait" success id="annonce-du-jour">
                {notice}
              </NotificationBanner>
            )}
            {body}
          </main>
        </div>
      </div>
      <Footer />
    </body>
  </html>
);

const Header = (): JSX.Element => (
  <header>
    <div class="tj-header">
      <div class="govuk-width-container tj-header__row">
        <a href={PATHS.home} class="tj-header__name">
          <img src={assetLink('logo.svg')} alt="" width="32" height="32" />
          Taux Juste
        </a>
        <Account />
      </div>
    </div>
    <Navigation />
  </header>
);

function Account(): JSX.Element | null {
  const { viewer } = useContext(Request);
  if (viewer === null) return null;
  return (
    <div class="tj-account">
      <a href={PATHS.account}>
        <span class="govuk-visually-hidden">Mon compte : </span>
        {viewer.name}
        <span class="tj-account__role">({ROLE_WORDS[viewer.role]})</span>
      </a>
      <Form action={PATHS.signOut}>
        <button type="submit" class="tj-link-button">
          Se déconnecter
        </button>
      </Form>
    </div>
  );
}

function Footer(): JSX.Element {
  const { viewer } = useContext(Request);
  return (
    <footer class="tj-footer">
      <div class="govuk-width-container">
        {viewer === null ? null : (
          <ul class="tj-footer__links">
            <li>
              <a class="govuk-link" href={PATHS.guide}>
                Fiche « Taux AT/MP et code risque »
              </a>
            </li>
          </ul>
        )}
        <p>
          Taux Juste tient à jour les taux AT/MP de vos établissements. Ce n’est pas un service de l’État. Les pages
          s’utilisent au clavier, agrandies à 400 % et sans JavaScript.
        </p>
      </div>
    </footer>
  );
}
