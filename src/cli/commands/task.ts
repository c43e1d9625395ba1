import type { Command as Program } from 'commander';
import { systemCaller } from '#application/access/caller';
import { readInput } from '#application/ports/input-file';
import { AnswerTask } from '#application/tasks/answer-task';
import { PostponeTask } from '#application/tasks/postpone-task';
import type { TaskDetail } from '#application/tasks/task-detail';
import { parseAnswers } from '#domain/journey/answers';
import { JSON_OPTION, type Command, type Run } from '../command';

interface PostponeOptions {
  readonly json?: boolean;
  readonly until: string;
  readonly reason: string;
}

export const task: Command = (program, run) => {
  const group = program.command('task').description('répondre à une tâche, ou la repousser');
  answer(group, run);
  postpone(group, run);
};

function answer(group: Program, run: Run): void {
  group
    .command('answer')
    .description('répondre à une tâche ; les réponses sont décrites dans docs/answers.md')
    .argument('<id>')
    .argument('<answers.json>')
    .option(...JSON_OPTION)
    .action(async (id: string, file: string, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor, path }) => {
        const input = await readInput(path(file));
        if (!input.ok) return input;
        const answers = parseAnswers(input.value.bytes.toString('utf8'));
        if (!answers.ok) return answers;
        const answered = await verb(AnswerTask).run(id, answers.value, systemCaller(actor));
        return answered.ok ? { json: answered.value, text: answeredText(answered.value) } : answered;
      });
    });
}

function postpone(group: Program, run: Run): void {
  group
    .command('postpone')
    .description('repousser une tâche à un mois à venir')
    .argument('<id>')
    .requiredOption('--until <AAAA-MM>', 'mois où la tâche redevient urgente')
    .requiredOption('--reason <motif>', 'pourquoi : inscrit au journal')
    .option(...JSON_OPTION)
    .action(async (id: string, { until, reason, ...options }: PostponeOptions) => {
      await run(options, async ({ verb, actor }) => {
        const postponed = await verb(PostponeTask).run(id, { until, reason }, systemCaller(actor));
        if (!postponed.ok) return postponed;
        const { title, postponements } = postponed.value;
        return { json: postponed.value, text: `${title} : repoussée à ${until} (${postponements} fois).` };
      });
    });
}

function answeredText({ siret, title, outcome }: TaskDetail): string {
  const { questions, affiliationTask } = outcome as {
    readonly questions: readonly { readonly question: string; readonly answer: string }[];
    readonly affiliationTask: boolean;
  };
  return [
    `${siret} · ${title} : faite.`,
    ...questions.map(({ question, answer: given }) => `  ${question} ${given}`),
    ...(affiliationTask ? ['Une tâche « Affilier les salariés aux taux AT/MP » est ouverte.'] : []),
  ].join('\n');
}
