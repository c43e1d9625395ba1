import { DEFAULT_POLICY, isAutomationAllowed } from '#domain/reconciliation/policy';
import { day } from '../../builders/trade';

const COMPANIES = [
  {
    automation: null,
    clientSince: '2023-11-30',
    seen: '2026-01-05',
    allowed: true,
    because: 'client before December 2023',
  },
  {
    automation: null,
    clientSince: '2023-12-01',
    seen: '2026-01-05',
    allowed: false,
    because: 'client since the day itself',
  },
  { automation: true, clientSince: '2026-01-05', seen: '2026-01-05', allowed: true, because: 'a new client says oui' },
  {
    automation: false,
    clientSince: '2019-03-01',
    seen: '2019-03-01',
    allowed: false,
    because: 'an old client says non',
  },
  { automation: null, clientSince: null, seen: '2023-11-30', allowed: true, because: 'known by its DSN before' },
  {
    automation: null,
    clientSince: null,
    seen: '2023-12-01',
    allowed: false,
    because: 'known by its DSN since then only',
  },
  {
    automation: true,
    clientSince: null,
    seen: '2026-01-05',
    allowed: true,
    because: 'its oui counts, known by a DSN or not',
  },
];

describe('automation', () => {
  it.each(COMPANIES)('is allowed = $allowed: $because', ({ automation, clientSince, seen, allowed }) => {
    const company = { automation, clientSince: clientSince === null ? null : day(clientSince), firstSeenOn: day(seen) };
    expect(isAutomationAllowed(company, DEFAULT_POLICY)).toBe(allowed);
  });

  it('follows the day that the policy names', () => {
    const policy = { ...DEFAULT_POLICY, automationRefusedForClientsSince: day('2025-01-01') };
    const company = { automation: null, clientSince: day('2024-12-31'), firstSeenOn: day('2024-12-31') };
    expect(isAutomationAllowed(company, policy)).toBe(true);
    expect(isAutomationAllowed({ ...company, clientSince: day('2025-01-01') }, policy)).toBe(false);
  });
});
