import type { Provider } from '@nestjs/common';
import { CheckHealth } from './check-health';
import { Occupations } from './occupations';
import { ReadState } from './read-state';
import { SignOfLife } from './sign-of-life';

export const OPERATIONS_VERBS: Provider[] = [CheckHealth, Occupations, ReadState, SignOfLife];
