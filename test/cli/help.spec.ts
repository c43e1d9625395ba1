import type { Command } from 'commander';
import { buildProgram } from '#cli/program';
import { runCli } from '../support/run-cli';

const commandsOf = (program: Command): Command[] => [program, ...program.commands.flatMap(commandsOf)];
const helpOf = (...names: string[]): string => {
  const find = (at: Command, name: string): Command => at.commands.find((one) => one.name() === name) ?? at;
  return names
    .reduce(
      find,
      buildProgram(() => Promise.resolve()),
    )
    .helpInformation();
};

describe('the help of the commands', () => {
  it('says nothing in the English of its library', () => {
    const texts = commandsOf(buildProgram(() => Promise.resolve())).map((command) => command.helpInformation());
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) expect(text).not.toMatch(/default|Usage:|Options:|Commands:|Arguments:/);
    expect(helpOf('user', 'invite')).toContain('entreprises de la personne');
  });
});

describe('a command that is not understood', () => {
  it('is refused as JSON where JSON is asked for', async () => {
    const message = "La commande « nimporte » n'existe pas : voyez --help.";
    expect(await runCli(['nimporte', '--json'], {})).toMatchObject({
      ...{ code: 2, json: { refusal: { code: 'EMPLOI', message } }, stderr: `${message}\n` },
    });
    expect(await runCli(['nimporte'], {})).toMatchObject({ code: 2, stdout: '', stderr: `${message}\n` });
  });
});

it('names the columns of a CSV of rates where feeds are taken in', async () => {
  const { stdout } = await runCli(['ingest', '--help'], {});
  for (const column of ['siret', 'section', 'code_risque', 'temoin_bureau', 'taux', 'date_effet', 'date_calcul'])
    expect(stdout).toContain(column);
});
