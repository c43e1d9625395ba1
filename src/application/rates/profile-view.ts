import type { RateProfile } from '#domain/rates/profile';
import { formatRate } from '#domain/values/rate';
import { AWAITING_NOTICE, dsnCode } from '#domain/values/risk-code';

/** A profile as outsiders read it. */
export interface ProfileView {
  readonly codeRisque: string;
  readonly section: string | null;
  readonly office: boolean;
  /** Null beside 999ZZ: a DSN forbids a rate with it (SIG-11), so there is none to show. */
  readonly rate: string | null;
  readonly codeDsn: string;
}

export const profileView = ({ code, section, office, rate }: RateProfile): ProfileView => ({
  codeRisque: code,
  section,
  office,
  rate: code === AWAITING_NOTICE ? null : formatRate(rate),
  codeDsn: dsnCode(code, office),
});
