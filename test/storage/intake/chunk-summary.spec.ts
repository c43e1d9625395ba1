import { ChunkSummary, type SummedDecision } from '#storage/intake/chunk-summary';

/** A decision whose digest is eight times the same byte. */
const decision = (siret: string, feed: number, rule: string, byte: number): SummedDecision => ({
  siret,
  feed,
  rule,
  verdict: rule === 'CONFIRME' ? 'UNCHANGED' : 'AUTO_UPDATED',
  digest: String.fromCharCode(byte).repeat(8),
});

const digest = (byte: string): string => byte.repeat(8);

test('a chunk is summed up by its ends, its feeds, its sheets and its rules', () => {
  const summary = new ChunkSummary();
  summary.addSheet(41);
  summary.add([decision('10000000000008', 12, 'TAUX_UNIQUE', 0x01)]);
  summary.addSheet(42);
  summary.add([decision('10000000000016', 9, 'CONFIRME', 0xff)]);
  summary.add([decision('10000000000024', 9, 'TAUX_UNIQUE', 0x0a)]);
  expect(summary.sum()).toEqual({
    establishments: 3,
    from: '10000000000008',
    to: '10000000000024',
    feeds: [9, 12],
    sheets: { from: 41, to: 42 },
    rules: [
      { rule: 'CONFIRME', verdict: 'UNCHANGED', establishments: 1 },
      { rule: 'TAUX_UNIQUE', verdict: 'AUTO_UPDATED', establishments: 2 },
    ],
    covers: digest('01') + digest('ff') + digest('0a'),
  });
});

test('documents of one establishment are covered in order of feed, whatever their order of calculation', () => {
  const summary = new ChunkSummary();
  summary.add([decision('10000000000008', 12, 'TAUX_UNIQUE', 0x0c), decision('10000000000008', 9, 'CONFIRME', 0x09)]);
  expect(summary.sum().covers).toBe(digest('09') + digest('0c'));
});

test('a chunk that holds refused lines only covers nothing', () => {
  expect(new ChunkSummary().sum()).toEqual({
    establishments: 0,
    from: null,
    to: null,
    feeds: [],
    sheets: { from: null, to: null },
    rules: [],
    covers: '',
  });
});

test('more digests than were foreseen for a chunk are all kept', () => {
  const summary = new ChunkSummary();
  for (let n = 0; n < 40_000; n++) summary.add([decision('10000000000008', 1, 'TAUX_UNIQUE', n % 256)]);
  const { covers } = summary.sum();
  expect(covers).toHaveLength(40_000 * 16);
  expect(covers.slice(-16)).toBe(digest((39_999 % 256).toString(16).padStart(2, '0')));
});
