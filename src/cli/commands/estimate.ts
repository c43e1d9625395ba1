import { systemCaller } from '#application/access/caller';
import { estimateView } from '#application/estimate/estimate-view';
import { EstimateRegularisation } from '#application/estimate/estimate-regularisation';
import type { Estimate } from '#domain/estimate/estimate';
import { frenchPeriod } from '#domain/values/local-date';
import { frenchAmount } from '#domain/values/money';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { textTable } from '../table';

interface EstimateOptions {
  readonly json?: boolean;
  readonly since?: string;
}

export const estimate: Command = (program, run) => {
  program
    .command('estimate')
    .description('estimer, mois par mois, la régularisation des cotisations déjà déclarées')
    .argument('<siret>')
    .option('--since <AAAA-MM>', 'premier mois regardé (par défaut les trois ans que couvre L. 244-3)')
    .option(...JSON_OPTION)
    .action(async (siret: string, options: EstimateOptions) => {
      await run(options, async ({ verb, actor }) => {
        const answer = await verb(EstimateRegularisation).run(siret, options.since, systemCaller(actor));
        if (!answer.ok) return answer;
        return { json: estimateView(answer.value), text: textOf(answer.value) };
      });
    });
};

function textOf({ months, total }: Estimate): string {
  if (months.length === 0)
    return 'Aucun écart : les mois déclarés l’ont été au bon taux, ou rien de mieux n’est connu.';
  const rows = months.map(({ period, base, declared, right, difference, employees }) => [
    frenchPeriod(period),
    counted(employees, 'salarié'),
    frenchAmount(base),
    frenchAmount(declared),
    frenchAmount(right),
    frenchAmount(difference),
  ]);
  return [
    textTable(['mois', 'concernés', 'base', 'déclaré', 'au bon taux', 'écart'], rows),
    `${months.length} mois, écart estimé ${frenchAmount(total)}. C’est une estimation : rien n’est déclaré, l’Urssaf débite ou crédite.`,
  ].join('\n');
}
