import type { JSX } from 'preact';
import type { Guide } from '#application/guide/read-guide';
import { PUBLISHED_ONLY_CODES } from '#domain/reference/risk-code-table';
import { frenchDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { Table } from '../ui/table';

/** Codes whose rate is the same for all, and what Alsace-Moselle has of its own. */
export const SpecialCodes = ({ guide: { abroad } }: { readonly guide: Guide }): JSX.Element => (
  <>
    <h2 class="govuk-heading-m">Codes à taux unique</h2>
    <p>
      Les codes {PUBLISHED_ONLY_CODES.join(', ')} prennent toujours le taux publié au Journal officiel, sans
      notification (CSS D. 242-6-22). Parmi eux, <strong>511TH</strong> est celui des employeurs sans établissement en
      France.
    </p>
    <YearlyRates rates={abroad} caption="Taux unique du code 511TH" />
    <h2 class="govuk-heading-m">Alsace-Moselle</h2>
    <p>
      Dans le Bas-Rhin, le Haut-Rhin et la Moselle (57, 67, 68), les seuils et les taux collectifs sont propres à la
      région (CSS D. 242-30). Un taux d’un établissement de ces départements ne se compare donc pas au barème national.
    </p>
  </>
);

/** A year and a rate per row, or that it is not known. */
const YearlyRates = ({
  rates,
  caption,
}: {
  readonly rates: Guide['abroad'];
  readonly caption: string;
}): JSX.Element => (
  <Table
    caption={caption}
    columns={[{ label: 'Année' }, { label: 'À partir du' }, { label: 'Taux', numeric: true }]}
    empty="Aucun taux connu."
    rows={rates.map(({ year, effectiveFrom, rate }) => [
      String(year),
      frenchDate(effectiveFrom),
      rate === null ? 'inconnu' : frenchRate(rate),
    ])}
  />
);
