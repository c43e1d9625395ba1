import type { Provider } from '@nestjs/common';
import { SayAccount } from '../companies/say-account';
import { ReadGuide } from '../guide/read-guide';
import { CorrectRate } from './correct-rate';
import { ListEstablishmentRates } from './list-establishment-rates';
import { ReadEstablishmentRates } from './read-establishment-rates';
import { ReadRates } from './read-rates';
import { ReviewCorrection } from './review-correction';

/** What an establishment pays, why, and how a person corrects it. */
export const RATE_VERBS: Provider[] = [
  CorrectRate,
  ListEstablishmentRates,
  ReadEstablishmentRates,
  ReadGuide,
  ReadRates,
  ReviewCorrection,
  SayAccount,
];
