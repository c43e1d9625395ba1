import { formatRate, type Rate } from '#domain/values/rate';
import { dsnCode } from '#domain/values/risk-code';
import { profileView } from '../rates/profile-view';
import { highestRate, type RateExplanation } from './explain-rate';

const written = (rate: Rate | null): string | null => (rate === null ? null : formatRate(rate));

/** Where the rate of a day comes from, as outsiders read it. */
export function whyView({ establishment: { siret }, on, explained }: RateExplanation) {
  if (explained === null) {
    const nothing = { rate: null, profiles: [], source: null, rule: null, facts: {}, before: null, after: null };
    return { siret, on, ...nothing, employees: [] };
  }
  const { sheet, former, source, origin, employees } = explained;
  const { kind, file, line, sha256 } = source;
  return {
    siret,
    on,
    rate: written(highestRate(sheet)),
    profiles: sheet.profiles.map(profileView),
    source: { kind, file, line, sha256 },
    rule: origin.rule,
    facts: origin.facts,
    before: written(highestRate(former)),
    after: written(highestRate(sheet)),
    employees: employees.map(({ matricule, number, assigned: { profile, rate } }) => ({
      matricule,
      contract: number,
      codeRisque: dsnCode(profile.code, profile.office),
      rate: formatRate(rate),
    })),
  };
}
