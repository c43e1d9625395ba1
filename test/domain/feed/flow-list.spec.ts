import { readFlowList } from '#domain/feed/flow-list';

const read = (xml: string) => readFlowList('retours', Buffer.from(xml));

const RETURNS = `<?xml version="1.0" encoding="UTF-8"?>
<retours><flux><id>SYN0000000000000000001</id>
  <retour><publication>20260105061300</publication><production>20260105061244</production><nature>34</nature><statut>OK</statut><id>synretour0001</id></retour>
  <retour><publication>20260105061400</publication><nature>21</nature><statut>KO</statut><id>synretour0002</id></retour>
  <retour><publication>20260105061500</publication><nature>20</nature><statut>OK</statut></retour>
</flux></retours>`;

describe('the lists of a portal', () => {
  it('name deposits and their returns; one without an id cannot be asked for', () => {
    expect(read(RETURNS)).toEqual({
      ok: true,
      value: [
        {
          id: 'SYN0000000000000000001',
          returns: [
            { id: 'synretour0001', nature: '34', publishedAt: '20260105061300' },
            { id: 'synretour0002', nature: '21', publishedAt: '20260105061400' },
          ],
        },
      ],
    });
  });

  it('may be empty', () => {
    expect(read('<depots/>')).toEqual({ ok: true, value: [] });
    expect(read('<retours><flux><id>A</id></flux></retours>')).toEqual({ ok: true, value: [{ id: 'A', returns: [] }] });
  });

  it.each(['../jeton', 'a/b', 'a?b', '..', '', 'x'.repeat(129)])('leave out « %s », which is no id', (id) => {
    const list = read(`<retours><flux><id>A</id><retour><nature>34</nature><id>${id}</id></retour></flux></retours>`);
    expect(list).toEqual({ ok: true, value: [{ id: 'A', returns: [] }] });
  });

  it.each([
    ['a page', '<html><body>Maintenance</body></html>', 'LISTE_INCONNUE'],
    ['a page with its type', '<!DOCTYPE html><html/>', 'DTD_REFUSEE'],
    ['a list cut off', RETURNS.slice(0, 200), 'XML_TRONQUE'],
    ['an entity', '<retours><flux><id>&x;</id></flux></retours>', 'ENTITE_REFUSEE'],
    ['nothing', '', 'XML_TRONQUE'],
  ])('are not %s', (_what, xml, code) => {
    expect(read(xml)).toMatchObject({ ok: false, refusal: { code } });
  });
});
