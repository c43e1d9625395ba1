import fc from 'fast-check';
import { isStrong } from '#domain/rates/sheet';
import { addMonths } from '#domain/values/local-date';
import { ANSWERS, aLife, aMonthLater, answer, campaign, postpone, receive, type Life, type LivedTask } from './machine';

const RUNS = 4_000;
const LONGEST = 60;
const LEAST_STEPS = 100_000;

type Turn = 'raised' | 'raised again' | 'postponed' | 'answered' | 'superseded' | 'refused';
const seen = new Map<Turn, number>();
const saw = (turn: Turn): void => void seen.set(turn, (seen.get(turn) ?? 0) + 1);
let steps = 0;

/** Why what was made of the tasks by one step is no life of a task; null when it is. */
function illegal(before: Life, after: Life): string | null {
  const openKeys = after.tasks.filter(({ status }) => status === 'OPEN').map(({ kind, cause }) => `${kind} ${cause}`);
  if (new Set(openKeys).size < openKeys.length) return 'two open tasks of one kind and cause';
  if (after.tasks.length < before.tasks.length) return 'a task was deleted';
  for (const [index, task] of after.tasks.entries()) {
    const was = before.tasks[index];
    const fault = was === undefined ? illegalBirth(task) : illegalTurn(was, task, after);
    if (fault !== null) return `${fault}: ${task.kind} ${task.cause}`;
    if (was === undefined) noteBirth(task, before);
  }
  return null;
}

function illegalBirth({ status, postponements, postponedUntil, prefill, kind }: LivedTask): string | null {
  if (status !== 'OPEN') return 'born ended';
  if (postponements > 0 || postponedUntil !== null) return 'born postponed';
  return kind === 'EMPLOYEE_AFFILIATION' && prefill.profiles.length < 2 ? 'nobody to choose between' : null;
}

function noteBirth({ kind, cause }: LivedTask, before: Life): void {
  saw(before.tasks.some((one) => one.kind === kind && one.cause === cause) ? 'raised again' : 'raised');
}

function illegalTurn(was: LivedTask, is: LivedTask, { sheets, affiliations }: Life): string | null {
  if (was.kind !== is.kind || was.cause !== is.cause || was.id !== is.id) return 'became another task';
  if (was.status !== 'OPEN') return was === is ? null : 'changed after its end';
  if (is.postponements > was.postponements) {
    saw('postponed');
    if (is.status !== 'OPEN') return 'postponed and ended at once';
    return is.postponements === was.postponements + 1 && is.postponedUntil !== null ? null : 'postponed twice at once';
  }
  if (is.postponements < was.postponements || is.postponedUntil !== was.postponedUntil) return 'forgot a postponement';
  if (is.status === 'DONE') {
    saw('answered');
    const left = is.kind === 'EMPLOYEE_AFFILIATION' ? affiliations.length > 0 : sheets.at(-1)?.source === 'ENTERED';
    return left ? null : 'answered without a trace';
  }
  if (is.status === 'SUPERSEDED') {
    saw('superseded');
    return sheets.some(({ source }) => isStrong(source)) ? null : 'superseded by nothing';
  }
  return null;
}

class Step implements fc.Command<{ life: Life }, { tasks: number }> {
  constructor(
    private readonly name: string,
    private readonly act: (life: Life) => Life | null,
  ) {}

  check = (): boolean => true;

  run(model: { life: Life }): void {
    steps += 1;
    const after = this.act(model.life);
    if (after === null) saw('refused');
    const fault = after === null ? null : illegal(model.life, after);
    if (fault !== null) throw new Error(`${this.name}: ${fault}`);
    model.life = after ?? model.life;
  }

  toString = (): string => this.name;
}

/** One of the last tasks, ended ones included: who answers late is refused. */
const which = fc.nat({ max: 3 });
const taskAt = (life: Life, place: number): number => life.tasks.at(-1 - place)?.id ?? 0;

const line = fc.record({
  from: fc.constantFrom('2026-01-01', '2026-02-01', '2025-05-01'),
  rate: fc.constantFrom('2.00', '2.10', '2.20', '4.50', '0.00'),
  code: fc.constantFrom('158CD/01', '158CD/02', '452BE/01', 'XXXXX/01'),
  calculated: fc.constantFrom('2025-12-18', '2026-01-20', '2026-02-10'),
});
const receives = fc.array(line, { minLength: 1, maxLength: 2 }).map((lines) => {
  const texts = lines
    .filter(({ code }) => code !== 'XXXXX/01')
    .map(({ from, code, rate, calculated }) => `${from} ${code} ${rate} @${calculated}`);
  return new Step(`receive ${texts.join(', ')}`, (life) => (texts.length === 0 ? life : receive(life, texts)));
});
const postpones = fc
  .tuple(which, fc.integer({ min: -1, max: 4 }), fc.constantFrom('attente', ''))
  .map(
    ([place, months, reason]) =>
      new Step(`postpone by ${String(months)}`, (life) =>
        postpone(life, taskAt(life, place), addMonths(life.now, months), reason),
      ),
  );
const answers = fc
  .tuple(which, fc.constantFrom(...ANSWERS))
  .map(
    ([place, json]) => new Step(`answer ${JSON.stringify(json)}`, (life) => answer(life, taskAt(life, place), json)),
  );
const campaigns = fc
  .constantFrom('OPENING' as const, 'CLOSING' as const)
  .map((step) => new Step(`campaign ${step}`, (life) => campaign(life, step)));
const months = fc.constant(new Step('a month later', aMonthLater));

describe('the life of the tasks of an establishment', () => {
  it(`has no illegal turn in ${String(LEAST_STEPS)} steps, whatever is done in whatever order`, () => {
    const commands = fc.commands([receives, postpones, answers, answers, campaigns, months], {
      maxCommands: LONGEST,
      size: 'max',
    });
    fc.assert(
      fc.property(fc.boolean(), commands, (automation, life) => {
        fc.modelRun(() => ({ model: { life: aLife(automation) }, real: { tasks: 0 } }), life);
      }),
      { numRuns: RUNS, seed: 2026 },
    );
    expect(steps).toBeGreaterThanOrEqual(LEAST_STEPS);
    const TURNS: readonly Turn[] = ['raised', 'raised again', 'postponed', 'answered', 'superseded', 'refused'];
    const rare = TURNS.filter((turn) => (seen.get(turn) ?? 0) < 100);
    expect(rare).toEqual([]);
  }, 180_000);
});
