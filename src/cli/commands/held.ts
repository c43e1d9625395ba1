import type { Command as Program } from 'commander';
import { systemCaller } from '#application/access/caller';
import { ListHeld, type Held, type HeldPage } from '#application/held/list-held';
import { RefuseHeld } from '#application/held/refuse-held';
import { ReleaseHeld, type Released } from '#application/held/release-held';
import { JSON_OPTION, WRITTEN, type Command, type Run } from '../command';
import { counted } from '../french';
import { JsonList, TableList, type ListOutput } from '../list-output';

interface EndOptions {
  readonly json?: boolean;
  readonly reason: string;
}

const ID = ['<id>', 'document retenu (12) ou lot (lot-3)'] as const;
/** Documents read at once: the memory that the list takes does not depend on its length. */
const PIECE = 2_000;
const REASON = ['--reason <motif>', 'pourquoi : inscrit au journal'] as const;

export const held: Command = (program, run) => {
  const group = program.command('held').description('ce qu’une garde a retenu : lister, libérer, refuser');
  list(group, run);
  release(group, run);
  refuse(group, run);
};

function list(group: Program, run: Run): void {
  group
    .command('list')
    .description('lister ce qui attend une décision')
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async ({ verb, write, actor }) => {
        const output: ListOutput<Held> =
          options.json === true ? new JsonList(write, 'held') : new TableList(write, TABLE);
        let after: number | null = null;
        do {
          const { rows, next }: HeldPage = await verb(ListHeld).run(after, systemCaller(actor), PIECE);
          await output.add(rows);
          after = next;
        } while (after !== null);
        await output.end();
        return WRITTEN;
      });
    });
}

function release(group: Program, run: Run): void {
  group
    .command('release')
    .description('libérer : redécider sans les gardes')
    .argument(...ID)
    .requiredOption(...REASON)
    .option(...JSON_OPTION)
    .action(async (id: string, options: EndOptions) => {
      await run(options, async ({ verb, actor }) => {
        const released = await verb(ReleaseHeld).run(id, options.reason, systemCaller(actor));
        return released.ok ? { json: released.value, text: releasedText(released.value) } : released;
      });
    });
}

function refuse(group: Program, run: Run): void {
  group
    .command('refuse')
    .description('refuser : ce qui est en place reste')
    .argument(...ID)
    .requiredOption(...REASON)
    .option(...JSON_OPTION)
    .action(async (id: string, options: EndOptions) => {
      await run(options, async ({ verb, actor }) => {
        const refused = await verb(RefuseHeld).run(id, options.reason, systemCaller(actor));
        if (!refused.ok) return refused;
        const count = 'refused' in refused.value ? ` (${counted(refused.value.refused, 'document')})` : '';
        return { json: refused.value, text: `${refused.value.id} : refusé${count}, ce qui est en place reste.` };
      });
    });
}

const TABLE = {
  header: ['id', 'SIRET', 'document', 'depuis', 'pourquoi'],
  row: ({ id, siret, file, since, sentence }: Held) => [id, siret ?? 'lot entier', file, since.slice(0, 10), sentence],
  nothing: 'Rien n’est retenu.',
};

function releasedText(released: Released): string {
  if ('verdict' in released)
    return `${released.id} : libéré, ${released.siret} ${released.verdict} (${released.rule}).`;
  const counts = Object.entries(released.verdicts).map(([verdict, count]) => `${count} ${verdict}`);
  return `${released.id} : ${counted(released.released, 'document libéré')}, ${counts.join(', ')}.`;
}
