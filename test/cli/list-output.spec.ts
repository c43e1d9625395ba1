import { JsonList, TableList } from '#cli/list-output';

function paper() {
  const pieces: string[] = [];
  return {
    write: (text: string): Promise<void> => {
      pieces.push(text);
      return Promise.resolve();
    },
    text: () => pieces.join(''),
  };
}

interface Held {
  readonly id: string;
  readonly town: string;
  readonly why: string;
}
const nantes: Held = { id: '1', town: 'Nantes', why: 'le taux double' };
const tours: Held = { id: '2', town: 'Tours', why: 'paie en cours' };
const clermont: Held = { id: '12', town: 'Clermont-Ferrand', why: '« 0 % »' };

describe('a list written as one JSON document', () => {
  it.each([
    ['no page', []],
    ['an empty page', [[]]],
    ['one page', [[nantes, tours]]],
    ['several pages, an empty one between', [[nantes], [], [tours, clermont]]],
  ])('is whole after %s', async (_case, pages) => {
    const { write, text } = paper();
    const list = new JsonList(write, 'held');
    for (const page of pages) await list.add(page);
    await list.end();
    expect(JSON.parse(text())).toEqual({ held: pages.flat() });
  });

  it('ends with what is known only at the end', async () => {
    const { write, text } = paper();
    const list = new JsonList(write, 'rejections');
    await list.end({ feeds: [], batch: null });
    expect(JSON.parse(text())).toEqual({ rejections: [], feeds: [], batch: null });
  });
});

describe('a list written as a table', () => {
  const shape = {
    header: ['id', 'ville', 'pourquoi'],
    row: ({ id, town, why }: Held) => [id, town, why],
    nothing: 'Rien n’est retenu.',
  };

  it('has its header once, and widens where a later page needs it', async () => {
    const { write, text } = paper();
    const list = new TableList(write, shape);
    await list.add([nantes, tours]);
    await list.add([clermont]);
    await list.end();
    expect(text().split('\n')).toEqual([
      'id  ville   pourquoi',
      '──  ──────  ──────────────',
      '1   Nantes  le taux double',
      '2   Tours   paie en cours',
      '12  Clermont-Ferrand  « 0 % »',
      '',
    ]);
  });

  it('says in a sentence that there is nothing', async () => {
    const { write, text } = paper();
    const list = new TableList(write, shape);
    await list.end();
    expect(text()).toBe('Rien n’est retenu.\n');
  });

  it('takes a page of any length', async () => {
    const { write, text } = paper();
    const list = new TableList(write, shape);
    await list.add(Array.from({ length: 300_000 }, () => nantes));
    expect(text().split('\n')).toHaveLength(300_003);
  });
});
