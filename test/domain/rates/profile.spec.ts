import { agreesWith, appliedRate } from '#domain/rates/population';
import { inProfileOrder, isNotifiable, keyText } from '#domain/rates/profile';
import { builtInReference } from '#domain/reference/reference';
import { aProfile, code, profiles, rate, written } from '../../builders/trade';
import { APPLIED_RATES } from '../../cases/rates';

const NOTIFIABLE = [
  { name: '553AC', notifiable: true, because: 'an ordinary code of the general regime' },
  { name: '266JB', notifiable: true, because: 'its rate is high, and notified' },
  { name: '999ZZ', notifiable: false, because: 'it waits for the first notice' },
  { name: 'RA110', notifiable: false, because: 'the MSA sets its own rates' },
  { name: '401ZE', notifiable: false, because: 'regime 147' },
  { name: '511TG', notifiable: false, because: 'published for all (D. 242-6-22)' },
  { name: '950ZD', notifiable: false, because: 'published for all (D. 242-6-22)' },
];

describe('a profile', () => {
  it.each(NOTIFIABLE)('of $name is notified by the caisse = $notifiable: $because', ({ name, notifiable }) => {
    const reference = builtInReference();
    expect(isNotifiable(code(name), (other) => reference.isPublishedOnly(other))).toBe(notifiable);
  });

  it('has the key code, section, office, where no section is not the same as one', () => {
    expect(keyText(aProfile('452BEB/01 0.71'))).toBe('452BE|01|B');
    expect(keyText(aProfile('452BE 6.35'))).toBe('452BE||');
  });

  it('is the first of its sheet when its rate is the highest, ties broken by key', () => {
    const listed = ['602MG/02 5.40', '452BE/02 6.35', '452BEB/01 0.71', '452BE/01 6.35'].map(aProfile);
    const expected = ['452BE/01 6.35', '452BE/02 6.35', '602MG/02 5.40', '452BEB/01 0.71'];
    expect(written(inProfileOrder(listed))).toEqual(expected);
    expect(written(inProfileOrder(listed.toReversed()))).toEqual(expected);
    expect(written(profiles('553AC 1.79'))).toEqual(['553AC 1.79']);
  });
});

describe('the rate that a population bears', () => {
  it.each(APPLIED_RATES)('$population of $notified is $applied: $because', ({ population, notified, applied }) => {
    expect(appliedRate(rate(notified), population)).toBe(rate(applied));
    expect(agreesWith(rate(applied), rate(notified))).toBe(true);
  });

  it.each(['3.14', '2.20', '2.53', '0.00'])('%s is no share of 3.15', (declared) => {
    expect(agreesWith(rate(declared), rate('3.15'))).toBe(false);
  });
});
