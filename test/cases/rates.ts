/** Rule 4: which profiles are the same key. Texts are read by `test/builders/trade`. */
export interface PairingCase {
  readonly because: string;
  readonly notified: readonly string[];
  readonly onFile: readonly string[];
  /** `notified = on file` for each pair. */
  readonly pairs: readonly string[];
  readonly added: readonly string[];
  readonly ended: readonly string[];
}

export const PAIRINGS: readonly PairingCase[] = [
  {
    because: 'code, section and office are the same',
    notified: ['452BE/01 6.60'],
    onFile: ['452BE/01 6.35'],
    pairs: ['452BE/01 6.60 = 452BE/01 6.35'],
    added: [],
    ended: [],
  },
  {
    because: 'a DSN tells no section and each side has one profile of the code',
    notified: ['452BE/01 6.60'],
    onFile: ['452BE 6.35'],
    pairs: ['452BE/01 6.60 = 452BE 6.35'],
    added: [],
    ended: [],
  },
  {
    because: 'the section differs',
    notified: ['452BE/02 6.35'],
    onFile: ['452BE/01 6.35'],
    pairs: [],
    added: ['452BE/02 6.35'],
    ended: ['452BE/01 6.35'],
  },
  {
    because: 'an office is not its base code',
    notified: ['452BEB 0.71'],
    onFile: ['452BE 6.35'],
    pairs: [],
    added: ['452BEB 0.71'],
    ended: ['452BE 6.35'],
  },
  {
    because: 'nothing is on file',
    notified: ['452BE/01 6.60'],
    onFile: [],
    pairs: [],
    added: ['452BE/01 6.60'],
    ended: [],
  },
  {
    because: 'a null section matches beside other codes and offices',
    notified: ['452BE/01 6.60', '452BEB/01 0.71', '602MG/02 5.40'],
    onFile: ['452BE 6.35', '452BEB 0.66'],
    pairs: ['452BE/01 6.60 = 452BE 6.35', '452BEB/01 0.71 = 452BEB 0.66'],
    added: ['602MG/02 5.40'],
    ended: [],
  },
  {
    because: 'two sections come and a null section can belong to either: the keys differ',
    notified: ['452BE/01 6.60', '452BE/02 7.10'],
    onFile: ['452BE 6.60'],
    pairs: [],
    added: ['452BE/02 7.10', '452BE/01 6.60'],
    ended: ['452BE 6.60'],
  },
  {
    because: 'two sections are on file and the one that comes says none',
    notified: ['452BE 6.60'],
    onFile: ['452BE/01 6.60', '452BE/02 7.10'],
    pairs: [],
    added: ['452BE 6.60'],
    ended: ['452BE/02 7.10', '452BE/01 6.60'],
  },
  {
    because: 'of two sections each finds its own, however close the rates',
    notified: ['452BE/01 7.10', '452BE/02 6.60'],
    onFile: ['452BE/01 6.60', '452BE/02 7.10'],
    pairs: ['452BE/01 7.10 = 452BE/01 6.60', '452BE/02 6.60 = 452BE/02 7.10'],
    added: [],
    ended: [],
  },
  {
    because: 'one of two sections changes its number',
    notified: ['452BE/01 6.60', '452BE/03 7.10'],
    onFile: ['452BE/01 6.60', '452BE/02 7.10'],
    pairs: ['452BE/01 6.60 = 452BE/01 6.60'],
    added: ['452BE/03 7.10'],
    ended: ['452BE/02 7.10'],
  },
  {
    because: 'a DSN may declare one key at two rates: the equal rate is the match',
    notified: ['452BE 6.35'],
    onFile: ['452BE 9.10', '452BE 6.35'],
    pairs: ['452BE 6.35 = 452BE 6.35'],
    added: [],
    ended: ['452BE 9.10'],
  },
  {
    because: 'seen from the other side the equal rate is the match too',
    notified: ['452BE 9.10', '452BE 6.35'],
    onFile: ['452BE 6.35'],
    pairs: ['452BE 6.35 = 452BE 6.35'],
    added: ['452BE 9.10'],
    ended: [],
  },
];

/** Rule 1: which sheet holds on a day. */
export interface HoldingCase {
  readonly because: string;
  readonly sheets: readonly string[];
  readonly on: string;
  readonly rate: string | null;
}

export const HOLDINGS: readonly HoldingCase[] = [
  { because: 'nothing is on file', sheets: [], on: '2026-01-01', rate: null },
  {
    because: 'no sheet has begun yet',
    sheets: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    on: '2025-12-31',
    rate: null,
  },
  {
    because: 'a sheet holds on its first day',
    sheets: ['2025-05-01 NOTIFIED 553AC/01 1.88', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    on: '2026-01-01',
    rate: '1.79',
  },
  {
    because: 'the former one holds on the eve',
    sheets: ['2026-01-01 NOTIFIED 553AC/01 1.79', '2025-05-01 NOTIFIED 553AC/01 1.88'],
    on: '2025-12-31',
    rate: '1.88',
  },
  {
    because: 'the 2024 rate stays until 30 April 2025',
    sheets: ['2024-01-01 NOTIFIED 553AC/01 2.02', '2025-05-01 NOTIFIED 553AC/01 1.88'],
    on: '2025-04-30',
    rate: '2.02',
  },
  {
    because: 'a notice that comes late still holds over what was declared since its date',
    sheets: ['2026-03-01 DECLARED 553AC 1.60', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    on: '2026-03-15',
    rate: '1.79',
  },
  {
    because: 'before the notice reaches the day, what was declared stands in',
    sheets: ['2025-11-01 DECLARED 553AC 1.60', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    on: '2025-12-31',
    rate: '1.60',
  },
  {
    because: 'a later date of effect wins over a stronger source, among those that are more than declared',
    sheets: ['2026-01-01 NOTIFIED 511TH 0.73', '2026-03-01 PUBLISHED 511TH 0.75'],
    on: '2026-03-15',
    rate: '0.75',
  },
  {
    because: 'at equal dates what the caisse notifies wins over what a DSN declares, even declared later',
    sheets: ['2026-01-01 NOTIFIED 553AC/01 1.79', '2026-01-01 DECLARED 553AC 1.60'],
    on: '2026-01-01',
    rate: '1.79',
  },
  {
    because: 'at equal dates what a person enters wins over the Journal officiel',
    sheets: ['2026-01-01 ENTERED 511TH 0.75', '2026-01-01 PUBLISHED 511TH 0.73'],
    on: '2026-01-01',
    rate: '0.75',
  },
  {
    because: 'at equal dates the Journal officiel wins over what a DSN declares',
    sheets: ['2026-01-01 PUBLISHED 511TH 0.73', '2026-01-01 DECLARED 511TH 0.76'],
    on: '2026-01-01',
    rate: '0.73',
  },
  {
    because: 'notified and entered are equal: the later number wins',
    sheets: ['2026-01-01 NOTIFIED 553AC/01 1.79', '2026-01-01 ENTERED 553AC/01 1.75'],
    on: '2026-01-01',
    rate: '1.75',
  },
  {
    because: 'entered and notified are equal: the later number wins',
    sheets: ['2026-01-01 ENTERED 553AC/01 1.75', '2026-01-01 NOTIFIED 553AC/01 1.79'],
    on: '2026-01-01',
    rate: '1.79',
  },
  {
    because: 'a correction recorded last for an old date does not touch the present',
    sheets: ['2026-01-01 NOTIFIED 553AC/01 1.79', '2025-05-01 NOTIFIED 553AC/01 1.70'],
    on: '2026-02-01',
    rate: '1.79',
  },
];

/** Population, notified rate and the rate that S21.G00.40.043 carries. */
export const APPLIED_RATES = [
  { population: 'NORMAL', notified: '3.15', applied: '3.15', because: 'nobody is favoured' },
  { population: 'ARTIST', notified: '3.10', applied: '2.17', because: 'artists bear 70 %' },
  { population: 'ARTIST', notified: '3.15', applied: '2.21', because: 'half a hundredth is rounded up' },
  { population: 'JOURNALIST', notified: '1.30', applied: '1.04', because: 'journalists bear 80 %' },
  { population: 'JOURNALIST', notified: '1.78', applied: '1.42', because: 'less than half a hundredth is dropped' },
  { population: 'ARTIST', notified: '0.00', applied: '0.00', because: 'a share of nothing is nothing' },
] as const;
