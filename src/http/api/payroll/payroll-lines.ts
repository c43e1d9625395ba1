import { Readable } from 'node:stream';
import type { PayrollAnswer } from '#application/payroll/payrolls-of';
import { payrollView } from '#application/payroll/payroll-view';

type Sets = AsyncGenerator<readonly PayrollAnswer[]>;

/** Nobody reads two sets ahead: what is not yet sent stays in the base. */
const AHEAD = 1;

/**
 * One line of JSON per establishment, then `{"establishments":n,"blocking":n}`: who does not read that last line was cut
 * off. The first set is read before anything is sent, so that a base that does not answer is an answer and not half of one.
 */
export async function payrollLines(sets: Sets): Promise<Readable> {
  const first = await sets.next();
  return Readable.from(linesOf(first, sets), { highWaterMark: AHEAD });
}

async function* linesOf(first: IteratorResult<readonly PayrollAnswer[], unknown>, sets: Sets): AsyncGenerator<string> {
  let [establishments, blocking] = [0, 0];
  try {
    for (let read = first; read.done !== true; read = await sets.next()) {
      establishments += read.value.length;
      blocking += read.value.reduce((sum, payroll) => sum + payroll.blocking.length, 0);
      yield read.value.map((payroll) => line(payrollView(payroll))).join('');
    }
    yield line({ establishments, blocking });
  } finally {
    await sets.return(undefined);
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
