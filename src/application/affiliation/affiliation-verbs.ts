import type { Provider } from '@nestjs/common';
import { AffiliateEmployees } from './affiliate-employees';
import { JudgeTable } from './judge-table';
import { PlaceEmployees } from './place-employees';
import { ReadAffiliation } from './read-affiliation';
import { SubmitAffiliation } from './submit-affiliation';
import { WriteTemplate } from './write-template';

/** The verbs that put employees on rate profiles. */
export const AFFILIATION_VERBS: Provider[] = [
  AffiliateEmployees,
  ReadAffiliation,
  PlaceEmployees,
  JudgeTable,
  WriteTemplate,
  SubmitAffiliation,
];
