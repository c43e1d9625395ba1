import { Argument } from 'commander';
import { systemCaller } from '#application/access/caller';
import { RunPayroll, type PayrollStep } from '#application/payroll-run/run-payroll';
import { frenchPeriod } from '#domain/values/local-date';
import { JSON_OPTION, type Command } from '../command';

export const payrollRun: Command = (program, run) => {
  program
    .command('payroll-run')
    .description('dire qu’une paie est en cours (open) ou terminée (close) : aucun taux ne change pendant ce temps')
    .argument('<siret>')
    .argument('<AAAA-MM>', 'mois de paie')
    .addArgument(new Argument('<step>', 'open ou close').choices(['open', 'close']))
    .option(...JSON_OPTION)
    .action(async (siret: string, month: string, step: PayrollStep, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor }) => {
        const answer = await verb(RunPayroll).run(siret, month, step, systemCaller(actor));
        if (!answer.ok) return answer;
        const state = answer.value.running ? 'en cours' : 'terminée';
        const text = `${answer.value.siret} : paie de ${frenchPeriod(answer.value.period)} ${state}.`;
        return { json: answer.value, text };
      });
    });
};
