import type { Estimate } from '#domain/estimate/estimate';
import { formatAmount } from '#domain/values/money';

/** The estimate as outsiders read it: amounts are euros with two decimals. */
export const estimateView = ({ months, total }: Estimate) => ({
  months: months.map(({ period, declared, right, base, difference }) => ({
    period,
    declared: formatAmount(declared),
    right: formatAmount(right),
    base: formatAmount(base),
    difference: formatAmount(difference),
  })),
  total: formatAmount(total),
});
