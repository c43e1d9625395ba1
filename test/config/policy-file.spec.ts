import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicy } from '#config/policy-file';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';

const folder = mkdtempSync(join(tmpdir(), 'taux-juste-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  const path = join(folder, 'policy.json');
  writeFileSync(path, JSON.stringify(content));
  return readPolicy(path);
}

describe('the days of campaigns in the file of policy', () => {
  it('replace the default ones', () => {
    const campaignDates = { '2027': { opens: '2027-01-04', closes: '2027-01-25' }, '2028': { closes: '2028-02-01' } };
    expect(read({ campaignOpensDaysAfter: 3, campaignClosesDaysAfter: 30, campaignDates })).toEqual({
      ok: true,
      value: { ...DEFAULT_POLICY, calendar: { opensDaysAfter: 3, closesDaysAfter: 30, years: campaignDates } },
    });
  });

  it.each([
    ['campaignOpensDaysAfter', -1],
    ['campaignClosesDaysAfter', 1.5],
    ['campaignDates', { '27': { opens: '2027-01-04' } }],
    ['campaignDates', { '2027': { opens: '2027-02-30' } }],
    ['campaignDates', { '2027': { ends: '2027-01-04' } }],
    ['campaignDates', 'demain'],
  ])('are refused by name when %s is %j', (name, value) => {
    const refused = read({ [name]: value });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'POLICY_FILE' } });
    expect(refused).toMatchObject({ refusal: { message: expect.stringContaining(`« ${name} »`) as string } });
  });
});
