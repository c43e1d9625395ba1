import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Viewer } from '#application/access/viewer';
import { page, type Page } from '#http/page/page';
import { documentOf } from '#http/page/render';
import { Request } from '#http/page/request-context';
import { RowSelection } from '#http/ui/checkboxes';
import { Figures } from '#http/ui/figures';
import { Form } from '#http/ui/form';
import { PageHeading } from '#http/ui/page-heading';
import { Radios } from '#http/ui/radios';
import { Search } from '#http/ui/search';
import { SubNavigation } from '#http/ui/sub-navigation';
import { Table } from '#http/ui/table';
import { TextInput } from '#http/ui/text-input';
import { Timeline } from '#http/ui/timeline';
import { readable } from '../../support/browsing';

const CLAIRE: Viewer = {
  accountId: 1,
  name: 'Claire Fontaine',
  email: 'claire@exemple.fr',
  role: 'PAYROLL_ADMIN',
  actor: 'Claire Fontaine',
  scope: 'system',
};

const shown = (asked: Partial<Page> = {}, viewer: Viewer | null = CLAIRE, url = '/taches', notice?: string): string =>
  documentOf(
    page({ title: 'Tâches du mois', body: <PageHeading>Tâches du mois</PageHeading>, ...asked }),
    { viewer, csrf: 'jeton', url },
    notice,
  );

const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/govuk-service-navigation__link" href="([^"]+)"/g)].map(([, href = '']) => href);

describe('the layout', () => {
  it('names the page, speaks French and lets one jump to what is read', () => {
    const html = shown();
    expect(html).toMatch(/^<!doctype html>\n<html lang="fr"/);
    expect(html).toContain('<title>Tâches du mois – Taux Juste</title>');
    expect(html).toContain('<a href="#contenu" class="govuk-skip-link"');
    expect(html).toMatch(/<main class="[^"]+" id="contenu">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  it('runs no script and sets no style of its own', () => {
    const html = shown();
    expect(html.match(/<script(?![^>]* src=)/g)).toBeNull();
    expect(html).not.toMatch(/<style| style=| on\w+=/);
  });

  it.each([
    ['PAYROLL_ADMIN', ['/taches', '/parametres/taux-atmp', '/demarrer']],
    ['ACCOUNTANT', ['/taches', '/clients', '/parametres/taux-atmp', '/demarrer', '/cles-api']],
    ['SUPPORT', ['/taches', '/parametres/taux-atmp', '/journal', '/demandes', '/verdicts', '/exploitation']],
    [
      'ADMINISTRATOR',
      [
        '/taches',
        '/parametres/taux-atmp',
        '/demarrer',
        '/journal',
        '/demandes',
        '/verdicts',
        '/exploitation',
        '/utilisateurs',
        '/webhooks',
        '/cles-api',
      ],
    ],
  ] as const)('leads %s to their places only', (role, places) => {
    expect(linksOf(shown({}, { ...CLAIRE, role }))).toEqual(places);
  });

  it.each([
    ['/taches?periode=2026-01', 'Tâches du mois'],
    ['/taches/12/recapitulatif', 'Tâches du mois'],
    ['/realise/4', 'Tâches du mois'],
    ['/parametres/taux-atmp/12345678900012', 'Taux AT/MP'],
  ])('marks at %s the place « %s »', (url, place) => {
    expect(shown({}, CLAIRE, url)).toContain(
      `aria-current="true"><strong class="govuk-service-navigation__active-fallback">${place}</strong>`,
    );
  });

  it('shows nobody’s places, account or fiche to who has not signed in', () => {
    const html = shown({}, null);
    expect(linksOf(html)).toEqual([]);
    expect(html).not.toMatch(/deconnexion|fiche-taux/);
  });

  it('says on top what is wrong, in the title too, and where', () => {
    const html = shown({ errors: [{ field: 'taux', message: 'Taux : indiquez un taux.' }] });
    expect(html).toContain('<title>Erreur : Tâches du mois');
    expect(readable(html)).toContain('Un point est à revoir Taux : indiquez un taux.');
    expect(html).toContain('<a href="#taux">');
  });

  it('says what was done and where the way back leads', () => {
    const html = shown({ back: '/taches' }, CLAIRE, '/taches/1', 'Tâche repoussée à mars 2026.');
    expect(readable(html)).toContain('C’est fait Tâche repoussée à mars 2026.');
    expect(html).toContain('<a href="/taches" class="govuk-back-link">Retour</a>');
  });
});

const html = (element: JSX.Element): string =>
  renderToString(<Request.Provider value={{ viewer: CLAIRE, csrf: 'a b&c', url: '/' }}>{element}</Request.Provider>);

describe('a form', () => {
  it('carries its token, and leaves checking to us', () => {
    const form = html(<Form action="/taches/1">{null}</Form>);
    expect(form).toBe(
      '<form method="post" action="/taches/1" novalidate><input type="hidden" name="_csrf" value="a b&amp;c"/></form>',
    );
  });

  it.each([
    ['/salaries', '/salaries?_csrf=a%20b%26c'],
    ['/salaries?etape=2', '/salaries?etape=2&amp;_csrf=a%20b%26c'],
  ])('of files to %s carries its token in the address', (action, address) => {
    expect(
      html(
        <Form action={action} multipart>
          {null}
        </Form>,
      ),
    ).toBe(`<form method="post" action="${address}" enctype="multipart/form-data" novalidate></form>`);
  });

  it('keeps what was typed, whatever it was', () => {
    const input = html(<TextInput id="code" name="code" label="Code risque" value={'"><script>'} error="Code : …" />);
    expect(input).toContain('value="&quot;>&lt;script>"');
    expect(input).toContain('aria-describedby="code-error"');
  });

  it('marks an obligatory field for the eye and for screen readers', () => {
    const input = html(<TextInput id="taux" name="taux" label="Taux" required />);
    expect(input).toContain('<span class="tj-required" aria-hidden="true">*</span></label>');
    expect(input).toMatch(/<input[^>]* required/);
  });

  it('leads from the error summary to the first choice of a question', () => {
    const radios = html(
      <Radios
        name="cas"
        legend="Votre cas"
        asHeading
        options={[
          { value: '1', label: 'Un taux' },
          { value: '2', label: 'Plusieurs taux' },
        ]}
        error="Cas : choisissez."
      />,
    );
    expect(radios).toMatch(/<input class="govuk-radios__input" id="cas"[^>]* value="1"/);
    expect(radios).toContain('<h1 class="govuk-fieldset__heading">Votre cas</h1>');
  });
});

describe('a list', () => {
  const columns = [{ label: 'Établissement' }, { label: 'Taux', numeric: true }];

  it('says what an empty one means instead of showing a table', () => {
    const table = html(<Table caption="Taux" columns={columns} rows={[]} empty="Aucun taux." />);
    expect(table).toBe('<div class="govuk-inset-text"><p>Aucun taux.</p></div>');
  });

  it('labels each cell for the cards of a narrow screen, and stays a table for screen readers', () => {
    const table = html(<Table caption="Taux" columns={columns} rows={[['Rennes', <b>2,35 %</b>]]} empty="" />);
    expect(table).toContain('<td class="govuk-table__cell" role="cell" data-label="Établissement">Rennes</td>');
    expect(table).toContain('data-label="Taux"><div><b>2,35 %</b></div>');
    expect(table).toContain('<table class="govuk-table" role="table">');
  });

  it('names a row’s box for those who do not see the row', () => {
    const box = html(<RowSelection id="t1" name="tache" value="1" label="Sélectionner Rennes" checked />);
    expect(readable(box)).toBe('Sélectionner Rennes');
    expect(box).toMatch(/<input[^>]* value="1" checked/);
  });

  it('is searched with its filters kept', () => {
    const search = html(<Search name="q" label="Chercher" value="rennes" keep={{ periode: '2026-01', vue: null }} />);
    expect(search).toContain('<input type="hidden" name="periode" value="2026-01"/>');
    expect(search).not.toContain('vue');
    expect(search).toContain('method="get"');
  });
});

describe('other components', () => {
  it('mark the face that is shown', () => {
    const faces = html(<SubNavigation label="États" items={[{ href: '/a', text: 'À faire', current: true }]} />);
    expect(faces).toContain('<a class="moj-sub-navigation__link" href="/a" aria-current="page">À faire</a>');
  });

  it('tell what happened, when and by whom', () => {
    const timeline = html(
      <Timeline items={[{ title: 'Taux corrigé', by: 'Claire', at: '2026-01-06', when: '6 janvier 2026' }]} />,
    );
    expect(readable(timeline)).toBe('Taux corrigé par Claire 6 janvier 2026');
    expect(timeline).toContain('<time datetime="2026-01-06">');
  });

  it('count, and lead to what is counted', () => {
    const figures = html(<Figures items={[{ label: 'à faire', value: 12, href: '/taches' }]} />);
    expect(figures).toContain('<dt><a href="/taches">à faire</a></dt><dd>12</dd>');
  });
});
