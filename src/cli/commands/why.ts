import { systemCaller } from '#application/access/caller';
import { ExplainRate, type ExplainedRate, type RateExplanation } from '#application/why/explain-rate';
import { whyView } from '#application/why/why-view';
import { pairProfiles } from '#domain/rates/pairing';
import { SOURCE_WORDS } from '#domain/rates/sheet';
import { explainOrigin } from '#domain/reconciliation/origin';
import { frenchDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { dsnCode } from '#domain/values/risk-code';
import { JSON_OPTION, type Command } from '../command';
import { counted, frenchMoment } from '../french';

/** So that the answer stays on one screen. */
const NAMED_EMPLOYEES = 5;
const LABEL_WIDTH = 70;

export const why: Command = (program, run) => {
  program
    .command('why')
    .description('dire d’où vient le taux d’un établissement un jour donné')
    .argument('<siret>')
    .option('--on <AAAA-MM-JJ>', 'jour demandé (par défaut aujourd’hui)')
    .option(...JSON_OPTION)
    .action(async (siret: string, options: { json?: boolean; on?: string }) => {
      await run(options, async ({ verb, actor }) => {
        const answer = await verb(ExplainRate).run(siret, options.on, systemCaller(actor));
        if (!answer.ok) return answer;
        return { json: whyView(answer.value), text: textOf(answer.value) };
      });
    });
};

function textOf(answer: RateExplanation): string {
  const { establishment, caisse, on, explained } = answer;
  const { siret, siren, name, town, postcode } = establishment;
  const place = [town, postcode].filter((part) => part !== null).join(' ');
  const heading = [name ?? `SIREN ${siren}`, siret, place, caisse ?? 'caisse inconnue'];
  return [
    heading.filter((part) => part !== '').join(' · '),
    ...(explained === null
      ? [`Aucun taux connu au ${frenchDate(on)}.`]
      : [
          `Au ${frenchDate(on)} : ${SOURCE_WORDS[explained.sheet.source]}, avec effet au ${frenchDate(explained.sheet.effectiveFrom)}.`,
          '',
          ...rateLines(explained, answer.labels),
          '',
          ...originLines(explained),
        ]),
  ].join('\n');
}

/** `452BE  2,10 % → 2,35 %  Menuiserie…`, one line per profile; what ended is said too. */
function rateLines({ sheet, former }: ExplainedRate, labels: RateExplanation['labels']): string[] {
  const { pairs, ended } = pairProfiles(sheet.profiles, former?.profiles ?? []);
  const lines = sheet.profiles.map((profile) => {
    const before = pairs.find(([now]) => now === profile)?.[1];
    const section = profile.section === null ? '' : ` section ${profile.section}`;
    const from = before === undefined ? '' : `${frenchRate(before.rate)} → `;
    const label = labels.get(profile.code) ?? '';
    return `  ${dsnCode(profile.code, profile.office)}${section}  ${from}${frenchRate(profile.rate)}  ${shortened(label)}`.trimEnd();
  });
  return [...lines, ...ended.map(({ code, office, rate }) => `  ${dsnCode(code, office)}  ${frenchRate(rate)} → fin`)];
}

const shortened = (label: string): string =>
  label.length <= LABEL_WIDTH ? label : `${label.slice(0, label.lastIndexOf(' ', LABEL_WIDTH))}…`;

function originLines({ sheet, source, origin, act, employees }: ExplainedRate): string[] {
  const file = source.file === null ? [] : [source.file];
  const line = source.line === null ? [] : [`ligne ${source.line}`];
  const digest = source.sha256 === null ? [] : [`sha-256 ${source.sha256.slice(0, 12)}…`];
  return [
    `Pourquoi   ${explainOrigin(sheet, origin)} (règle ${origin.rule})`,
    `Source     ${[...file, ...line, `reçu le ${frenchMoment(source.receivedAt)}`, ...digest].join(', ')}`,
    ...(act === null
      ? []
      : [`Par        ${act.actor}, le ${frenchMoment(act.at)}${act.reason === null ? '' : ` : ${act.reason}`}`]),
    `Concerne   ${concernedWords(employees)}`,
  ];
}

function concernedWords(employees: ExplainedRate['employees']): string {
  if (employees.length === 0) return 'aucun salarié ce jour-là';
  const names = employees
    .slice(0, NAMED_EMPLOYEES)
    .map(({ matricule, lastName, firstName }) =>
      [matricule, firstName, lastName].filter((part) => part !== null).join(' '),
    );
  const others = employees.length - names.length;
  const rest = others === 0 ? '' : ` et ${counted(others, 'autre')}`;
  return `${counted(employees.length, 'contrat')} : ${names.join(', ')}${rest}`;
}
