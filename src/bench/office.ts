import { setTimeout as sleep } from 'node:timers/promises';
import { CreateAccount } from '#application/access/create-account';
import type { Role } from '#application/access/viewer';
import { trusted } from '#domain/values/result';
import { Visitor, type Exchange } from './visitor';

/** Somebody who works with the product. */
export interface Person {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}

/** In ten people: seven payroll admins, two accountants with many companies, one of support. */
const ROLES: readonly Role[] = [
  ...Array.from({ length: 7 }, (): Role => 'PAYROLL_ADMIN'),
  ...Array.from({ length: 2 }, (): Role => 'ACCOUNTANT'),
  'SUPPORT',
];
const COMPANIES: Readonly<Partial<Record<Role, number>>> = { PAYROLL_ADMIN: 20, ACCOUNTANT: 400 };

/** Opens an account for each of `count` people; the companies are shared out in order, and begun again at the end. */
export async function hire(
  create: CreateAccount,
  count: number,
  companyOf: (index: number) => string,
): Promise<Person[]> {
  const people: Person[] = [];
  let given = 0;
  for (let index = 0; index < count; index++) {
    const role = ROLES[index % ROLES.length] ?? 'PAYROLL_ADMIN';
    const companies = Array.from({ length: COMPANIES[role] ?? 0 }, () => companyOf(given++));
    const person = { email: `personne${index}@exemple.fr`, password: `cheval agrafe batterie ${index}`, role };
    const asked = { ...person, name: `Personne ${index}`, companies };
    trusted(await create.run(asked, 'bench'));
    people.push(person);
  }
  return people;
}

export interface Day {
  readonly told: (exchange: Exchange) => void;
  /** Milliseconds between two pages, on average. */
  readonly think: number;
  readonly until: AbortSignal;
}

/** Signs in, behind a proxy on the same machine, and works until the signal: reads the month, answers tasks, looks at rates and at what was done. */
export async function work(base: string, person: Person, place: number, { told, think, until }: Day): Promise<void> {
  const visitor = new Visitor(base, `10.0.${place >> 8}.${place & 255}`, told);
  const pause = pauses(think, place, until);
  try {
    await visitor.signIn(person.email, person.password);
    for (let round = 0; !until.aborted; round++) await aRound(visitor, person, round, pause);
  } catch (error) {
    if (!until.aborted) throw error;
  } finally {
    visitor.close();
  }
}

type Pause = () => Promise<void>;

/** Half to one and a half of the average, the same at every run, and nobody in step with the next. */
function pauses(think: number, place: number, until: AbortSignal): Pause {
  let step = place * 7;
  return async () => {
    step += 1;
    await sleep(think * (0.5 + ((step * 0.618) % 1)), undefined, { signal: until });
  };
}

async function aRound(visitor: Visitor, { role }: Person, round: number, pause: Pause): Promise<void> {
  const month = await visitor.get('/taches');
  await pause();
  const tasks = [...new Set([...month.body.matchAll(/href="\/taches\/(\d+)"/g)].map(([, id = '']) => id))];
  const task = tasks[round % Math.max(1, tasks.length)];
  if (task !== undefined) await (role === 'SUPPORT' ? visitor.get(`/taches/${task}`) : answer(visitor, task, pause));
  const rates = await visitor.get('/parametres/taux-atmp');
  await pause();
  const [, siret] = /href="\/parametres\/taux-atmp\/(\d{14})"/.exec(rates.body) ?? [];
  if (siret !== undefined) await visitor.get(`/parametres/taux-atmp/${siret}`);
  await pause();
  if (role === 'SUPPORT') await visitor.get('/journal');
  else if (role === 'ACCOUNTANT') await visitor.get('/clients');
  else await visitor.get('/fiche-taux-atmp');
  await pause();
}

/** One code and its published rate: what most have to say in January. */
async function answer(visitor: Visitor, id: string, pause: Pause): Promise<void> {
  const situation = await visitor.get(`/taches/${id}`);
  await pause();
  const rates = await visitor.send(situation, `/taches/${id}`, { case: 'single' });
  await pause();
  const step = `/taches/${id}/etape/taux`;
  if (rates.path !== step) return;
  const recap = await visitor.send(rates, step, { 'code-1': '553AC', 'rate-1': '1,78' });
  await pause();
  const end = `/taches/${id}/recapitulatif`;
  if (recap.path === end) await visitor.send(recap, end, {});
  await pause();
}
