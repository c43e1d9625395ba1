import { writeZip } from '#application/intake/zip-writer';
import { writeCrm34, writeCsv, type RateToWrite } from '#domain/feed/feed-writer';
import { rateOfHundredths, type Rate } from '#domain/values/rate';
import { COMPANIES, ESTABLISHMENTS, establishmentOf } from './portfolio';
import type { Carrier, SampleCompany, SampleEstablishment } from './sample-company';
import type { SampleFile } from './sample-file';

const JANUARY = 'taux/2026-01';
/** What a spreadsheet that lost its exponents would bring: one rate in three grows by 60 %. */
const ABNORMAL = { factor: 160, oneIn: 3, establishments: 24, calculatedAt: '2026-01-19T23:59:00' };

export function feedFiles(): readonly SampleFile[] {
  const text = (path: string, content: string): SampleFile => ({ path, bytes: Buffer.from(content) });
  const single = (carrier: 'current' | 'older'): SampleFile[] =>
    carried(carrier).map((company) => text(`${JANUARY}/${fileName(company)}`, crm34(company, carrier)));
  return [
    text('taux/2024.csv', writeCsv(all(({ notified2024 }) => notified2024))),
    text('taux/2025-05.csv', writeCsv(all(({ notified2025 }) => notified2025))),
    { path: `${JANUARY}/lot-des-caisses.zip`, bytes: archive() },
    ...single('current'),
    ...single('older'),
    ...corrections(),
    text(`${JANUARY}/bonus-malus.xml`, bonusMalus()),
    text(`${JANUARY}/cabinet-lumiere.csv`, accountantsTable()),
    text('taux/2026-01-lot-anormal.csv', abnormalBatch()),
  ];
}

const all = (ratesOf: (establishment: SampleEstablishment) => readonly RateToWrite[]): RateToWrite[] =>
  ESTABLISHMENTS.flatMap(({ establishment }) => ratesOf(establishment));

const rates = ({ establishments }: SampleCompany): RateToWrite[] => establishments.flatMap(({ january }) => january);

const carried = (carrier: Carrier): readonly SampleCompany[] =>
  COMPANIES.filter((company) => company.carrier === carrier && rates(company).length > 0);

const fileName = ({ siren }: SampleCompany): string => `crm34-${siren}.xml`;

/** The older layout gives days without an hour. */
function crm34(company: SampleCompany, layout: 'current' | 'older'): string {
  const lines = rates(company);
  if (layout === 'current') return writeCrm34({ rates: lines }, layout);
  const dated = lines.map((line) => ({ ...line, calculatedAt: line.calculatedAt?.slice(0, 10) ?? '' }));
  return writeCrm34({ rates: dated }, layout);
}

/** As they come from the caisses: one return per company, both layouts side by side. */
function archive(): Uint8Array {
  const members = carried('zip').map((company, index) => ({
    name: fileName(company),
    bytes: Buffer.from(crm34(company, index % 4 === 3 ? 'older' : 'current')),
  }));
  return writeZip(members);
}

/** A return about a past date comes by itself. */
const corrections = (): SampleFile[] =>
  ESTABLISHMENTS.flatMap(({ establishment: { siret, correction } }) =>
    correction === null
      ? []
      : [
          {
            path: `${JANUARY}/correction-${siret}.xml`,
            bytes: Buffer.from(writeCrm34({ rates: [correction] }, 'current')),
          },
        ],
  );

/** Another information in the same frame: its rate is a bonus-malus of the unemployment insurance. */
function bonusMalus(): string {
  const { siret } = establishmentOf('bonus-malus').establishment;
  const rate = { siret, code: '', rate: '3.42', effectiveFrom: '2026-01-01', calculatedAt: '2026-01-02T10:00:00' };
  return writeCrm34({ rates: [rate], collective: 'bmcc' }, 'current');
}

/** The accountant's own table; its last line has a SIRET typed wrong. */
function accountantsTable(): string {
  const lines = carried('csv').flatMap(rates);
  const [first] = lines;
  const mistyped =
    first === undefined ? [] : [{ ...first, siret: `${first.siret.slice(0, 12)}${wrongEnd(first.siret)}` }];
  return writeCsv([...lines, ...mistyped]);
}

const wrongEnd = (siret: string): string => `${siret.slice(13)}${siret.slice(12, 13)}`;

function abnormalBatch(): string {
  const single = ESTABLISHMENTS.filter(
    ({ establishment: { story, january } }) => story === null && january.length === 1,
  );
  const lines = single.slice(0, ABNORMAL.establishments).flatMap(({ establishment }) => establishment.january);
  return writeCsv(
    lines.map((line, index) => ({
      ...line,
      rate: index % ABNORMAL.oneIn === 0 ? grown(line.rate) : line.rate,
      calculatedAt: ABNORMAL.calculatedAt,
    })),
  );
}

const grown = (rate: Rate | string): Rate => rateOfHundredths(Math.round((Number(rate) * ABNORMAL.factor) / 100));
