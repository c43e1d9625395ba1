import fc from 'fast-check';
import { systemCaller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { PostponeTask } from '#application/tasks/postpone-task';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { addDays, addMonths, type LocalDate } from '#domain/values/local-date';
import * as machine from '../../domain/tasks/machine';
import { ANSWERS, type Life } from '../../domain/tasks/machine';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const postpone = (id: string, until: string, reason = 'notification non reçue') =>
  house.verb(PostponeTask).run(id, { until, reason }, systemCaller('personne : Anne'));
const campaign = (close: boolean) =>
  house.verb(RunCampaign).run(2026, { close, dryRun: false, effectiveFrom: null, actor: 'test' });

/** An establishment that the campaign asks about, and its task. */
async function asked(): Promise<{ siret: Siret; id: string }> {
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  const siret = await given(house, siretOf(++company), { sheets, automation: false, employees: { M1: {} } });
  trusted(await campaign(false));
  const [task] = trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }, systemCaller('test')));
  return { siret, id: task?.id ?? 'no task' };
}

describe('a task that is postponed', () => {
  it('stays open, counts how often, and says who, when and why', async () => {
    const { siret, id } = await asked();
    trusted(await postpone(id, '2026-02'));
    expect(trusted(await postpone(id, '2026-04', 'caisse jointe'))).toMatchObject({
      id,
      status: 'OPEN',
      postponedUntil: '2026-04',
      postponements: 2,
      outcome: null,
    });
    const [listed] = trusted(
      await house.verb(ListTasks).run({ period: '2026-01', siret, all: false }, systemCaller('test')),
    );
    expect(listed).toMatchObject({ id, postponedUntil: '2026-04', postponements: 2 });
    const kept = await house.sql(
      'SELECT until, reason, actor FROM task_postponement WHERE task_id = $1 ORDER BY at, until',
      [id],
    );
    expect(kept).toEqual([
      { until: '2026-02', reason: 'notification non reçue', actor: 'personne : Anne' },
      { until: '2026-04', reason: 'caisse jointe', actor: 'personne : Anne' },
    ]);
    const [entry] = await house.sql<{ action: string; body: string }>(
      'SELECT action, body FROM audit_entry WHERE siret = $1 ORDER BY seq DESC LIMIT 1',
      [siret],
    );
    expect(entry?.action).toBe('task.postponed');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      reason: 'caisse jointe',
      before: { postponedUntil: '2026-02', postponements: 1 },
      after: { postponedUntil: '2026-04', postponements: 2 },
    });
  });

  it.each([
    ['to the month that runs', '2026-01', 'attente', 'MOIS_PASSE'],
    ['to a past month', '2025-12', 'attente', 'MOIS_PASSE'],
    ['to no month', '2026-13', 'attente', 'MOIS_ILLISIBLE'],
    ['without a reason', '2026-03', '  ', 'MOTIF_ABSENT'],
    ['with a novel for a reason', '2026-03', 'x'.repeat(501), 'MOTIF_TROP_LONG'],
    ['with a NIR in its reason', '2026-03', 'attente de 1 85 05 78 006 084 36', 'NIR_INTERDIT'],
  ])('cannot be put off %s', async (_case, until, reason, code) => {
    const { id } = await asked();
    expect(await postpone(id, until, reason)).toMatchObject({ ok: false, refusal: { code } });
    expect(await house.sql('SELECT 1 FROM task_postponement WHERE task_id = $1', [id])).toEqual([]);
  });

  it('ends as superseded when the rate arrives', async () => {
    const { siret, id } = await asked();
    trusted(await postpone(id, '2026-03'));
    await house.sql('UPDATE company SET automation = true WHERE siren = $1', [siret.slice(0, 9)]);
    await received(house, lineOf(siret, '553AC 1.80 2026-01-01 2026-01-04'));
    expect(await postpone(id, '2026-05')).toMatchObject({ refusal: { code: 'TACHE_TERMINEE' } });
    const listed = trusted(await house.verb(ListTasks).run({ period: null, siret, all: true }, systemCaller('test')));
    expect(listed.find((task) => task.id === id)).toMatchObject({ status: 'SUPERSEDED', postponements: 1 });
  });
});

/** The machine of the domain is the model: what the verbs make of the tasks on a real base must be what it makes of them. */
interface Real {
  readonly siret: Siret;
}
interface Model {
  life: Life;
}
let steps = 0;

async function agree({ life }: Readonly<Model>, { siret }: Real): Promise<void> {
  const tasks = await house.sql(
    `SELECT kind, cause, status, postponed_until AS "postponedUntil",
            (SELECT count(*)::integer FROM task_postponement p WHERE p.task_id = t.id) AS postponements
     FROM task t WHERE siret = $1 ORDER BY id`,
    [siret],
  );
  expect(tasks).toEqual(
    life.tasks.map(({ kind, cause, status, postponedUntil, postponements }) => ({
      ...{ kind, cause, status, postponedUntil, postponements },
    })),
  );
}

/** The number that the base gave to the task of that place in the model. */
async function numberOf({ siret }: Real, id: number): Promise<string> {
  const rows = await house.sql<{ id: number }>('SELECT id FROM task WHERE siret = $1 ORDER BY id', [siret]);
  return String(rows[id - 1]?.id ?? 999_999_999);
}

class Command implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly name: string,
    private readonly act: (model: Model, real: Real) => Promise<void>,
  ) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    steps += 1;
    await this.act(model, real);
    await agree(model, real);
  }

  toString = (): string => this.name;
}

const which = fc.nat({ max: 2 });
const idAt = ({ tasks }: Life, place: number): number => tasks.at(-1 - place)?.id ?? 0;

const postpones = fc.tuple(which, fc.integer({ min: -1, max: 3 })).map(
  ([place, months]) =>
    new Command(`postpone by ${String(months)}`, async (model, real) => {
      const id = idAt(model.life, place);
      const until = addMonths(model.life.now, months);
      const after = machine.postpone(model.life, id, until, 'attente');
      expect((await postpone(await numberOf(real, id), until)).ok).toBe(after !== null);
      model.life = after ?? model.life;
    }),
);
const answers = fc.tuple(which, fc.constantFrom(...ANSWERS)).map(
  ([place, json]) =>
    new Command(`answer ${JSON.stringify(json)}`, async (model, real) => {
      const id = idAt(model.life, place);
      const after = machine.answer(model.life, id, json);
      const { ok } = await house.verb(AnswerTask).run(await numberOf(real, id), json, systemCaller('test'));
      expect(ok).toBe(after !== null);
      model.life = after ?? model.life;
    }),
);
const campaigns = fc.boolean().map(
  (close) =>
    new Command(close ? 'close the campaign' : 'open the campaign', async (model) => {
      trusted(await campaign(close));
      model.life = machine.campaign(model.life, close ? 'CLOSING' : 'OPENING');
    }),
);
let documents = 0;
const receives = fc
  .tuple(fc.constantFrom('2026-01-01', '2026-02-01'), fc.constantFrom('2.05', '2.10', '4.50'), fc.boolean())
  .map(
    ([from, rate, several]) =>
      new Command(`receive ${rate} of ${from}${several ? ' and another' : ''}`, async (model, { siret }) => {
        documents += 1;
        const calculated = addDays('2025-01-01' as LocalDate, documents);
        const lines = [
          `158CD ${rate} ${from} ${calculated} 01`,
          ...(several ? [`452BE 6.90 ${from} ${calculated} 01`] : []),
        ];
        await received(house, ...lines.map((line) => lineOf(siret, line)));
        const told = lines.map((line) => {
          const [code = '', percent = '', day = ''] = line.split(' ');
          return `${day} ${code}/01 ${percent} @${calculated}`;
        });
        model.life = machine.receive(model.life, told);
      }),
  );

describe('the life of a task through the verbs', () => {
  it('is what the domain says, in 2 000 steps, whatever is done in whatever order', async () => {
    // What goes through the intake costs fifty times the rest.
    const often = Array.from({ length: 4 }, () => [postpones, answers]).flat();
    const commands = fc.commands([...often, receives, campaigns], {
      maxCommands: 60,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), commands, async (automation, life) => {
        const sheets = ['2025-05-01 NOTIFIED 158CD 2.00'];
        const siret = await given(house, siretOf(++company), { sheets, automation, employees: { M1: {}, M2: {} } });
        await fc.asyncModelRun(() => ({ model: { life: machine.aLife(automation) }, real: { siret } }), life);
        // Whoever is left open would be asked about by each later campaign, which only costs time.
        await house.sql(`UPDATE contract SET ended_on = '2020-12-31' WHERE siret = $1`, [siret]);
      }),
      { numRuns: 66, seed: 2026, endOnFailure: true },
    );
    expect(steps).toBeGreaterThanOrEqual(2_000);
  }, 600_000);
});
