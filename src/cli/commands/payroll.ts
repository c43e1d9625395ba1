import { systemCaller } from '#application/access/caller';
import { payrollView } from '#application/payroll/payroll-view';
import type { PayrollAnswer } from '#application/payroll/payrolls-of';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { frenchPeriod } from '#domain/values/local-date';
import { formatRate, frenchRate } from '#domain/values/rate';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';
import { csvTable } from '#domain/values/csv';
import { textTable } from '../table';

interface PayrollOptions {
  readonly json?: boolean;
  readonly dsn?: boolean;
  readonly csv?: boolean;
}

export const payroll: Command = (program, run) => {
  program
    .command('payroll')
    .description('donner le code et le taux de chaque contrat du mois, tels que la DSN les veut, et ce qui bloque')
    .argument('<siret>')
    .argument('<AAAA-MM>')
    .option('--dsn', 'les lignes S21.G00.40.040 et S21.G00.40.043, une ligne vide entre deux contrats')
    .option('--csv', 'un tableau à points-virgules')
    .option(...JSON_OPTION)
    .action(async (siret: string, month: string, options: PayrollOptions) => {
      await run(options, async ({ verb, actor }) => {
        const answer = await verb(ReadPayroll).run(siret, month, systemCaller(actor));
        if (!answer.ok) return answer;
        const forMachines = options.json === true || options.dsn === true || options.csv === true;
        const notes = forMachines ? answer.value.blocking.map(({ message }) => message) : [];
        return { json: payrollView(answer.value), text: textOf(answer.value, options), notes };
      });
    });
};

function textOf(answer: PayrollAnswer, { dsn, csv }: PayrollOptions): string {
  if (dsn === true) return dsnLines(answer);
  return csv === true ? table(answer) : forPeople(answer);
}

/** A blocked contract has no line: the sentence that says why goes beside. */
function dsnLines({ employees }: PayrollAnswer): string {
  const blocks = employees.flatMap(({ codeRisque, rate }) => {
    if (codeRisque === null) return [];
    const lines = [`S21.G00.40.040,'${codeRisque}'`];
    if (rate !== null) lines.push(`S21.G00.40.043,'${formatRate(rate)}'`);
    return [lines.join('\n')];
  });
  return blocks.join('\n\n');
}

const table = ({ employees }: PayrollAnswer): string =>
  csvTable([
    ['matricule', 'contrat', 'code_risque', 'taux'],
    ...employees.map(({ matricule, contract, codeRisque, rate }) => [
      matricule,
      contract,
      codeRisque ?? '',
      rate === null ? '' : formatRate(rate),
    ]),
  ]);

function forPeople({ siret, period, employees, blocking }: PayrollAnswer): string {
  const rows = employees.map(({ matricule, contract, codeRisque, rate }) => [
    matricule,
    contract,
    codeRisque ?? 'bloqué',
    rate === null ? '—' : frenchRate(rate),
  ]);
  const blocks = blocking.map(({ code, message }) => `  ${code}  ${message}`);
  return [
    `${siret}, ${frenchPeriod(period)} : ${counted(employees.length, 'contrat')}, ${counted(blocking.length, 'bloqué')}.`,
    textTable(['matricule', 'contrat', 'code', 'taux'], rows),
    ...blocks,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
