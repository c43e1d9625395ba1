import { Command as Program } from 'commander';
import type { Run } from './command';
import { campaign } from './commands/campaign';
import { importCompanies } from './commands/import-companies';
import { importDsn } from './commands/import-dsn';
import { ingest } from './commands/ingest';
import { affiliate } from './commands/affiliate';
import { estimate } from './commands/estimate';
import { payroll } from './commands/payroll';
import { apiKey } from './commands/api-key';
import { audit } from './commands/audit';
import { reference } from './commands/reference';
import { rates } from './commands/rates';
import { why } from './commands/why';
import { tasks } from './commands/tasks';
import { held } from './commands/held';
import { payrollRun } from './commands/payroll-run';
import { task } from './commands/task';
import { mail } from './commands/mail';
import { schedule } from './commands/schedule';
import { user } from './commands/user';
import { frenchTitle } from './usage';

const COMMANDS = [
  importDsn,
  importCompanies,
  ingest,
  campaign,
  rates,
  tasks,
  affiliate,
  estimate,
  payroll,
  held,
  payrollRun,
  why,
  task,
  audit,
  reference,
  user,
  apiKey,
  mail,
  schedule,
];

/** Every command of the contract; usage errors end with exit code 2. */
export function buildProgram(run: Run): Program {
  const program = new Program('taux-juste')
    .description('Le bon taux AT/MP pour chaque établissement.')
    .configureHelp({ showGlobalOptions: true, styleTitle: frenchTitle })
    .helpOption('-h, --help', 'afficher cette aide')
    .helpCommand('help [commande]', "afficher l'aide d'une commande")
    .exitOverride()
    .configureOutput({ outputError: sayNothing });
  for (const command of COMMANDS) command(program, run);
  // A sub-command inherits neither the override nor the streams by itself.
  for (const command of allCommands(program)) command.exitOverride().configureOutput({ outputError: sayNothing });
  return program;
}

/** Usage errors are said once, in French, by whoever started the program. */
const sayNothing = (): void => undefined;

function allCommands(program: Program): Program[] {
  return program.commands.flatMap((command) => [command, ...allCommands(command)]);
}
