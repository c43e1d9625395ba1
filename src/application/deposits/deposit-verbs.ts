import type { Provider } from '@nestjs/common';
import { ListDeposits } from './list-deposits';
import { ReadDeposit } from './read-deposit';
import { ReceiveDeposit } from './receive-deposit';
import { TakeDeposit } from './take-deposit';

/** Documents of rates that arrive by themselves. */
export const DEPOSIT_VERBS: Provider[] = [ListDeposits, ReadDeposit, ReceiveDeposit, TakeDeposit];
