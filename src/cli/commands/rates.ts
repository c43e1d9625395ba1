import { systemCaller } from '#application/access/caller';
import { ratesView } from '#application/rates/rates-view';
import { ReadRates, type RatesAnswer } from '#application/rates/read-rates';
import { SOURCE_WORDS } from '#domain/rates/sheet';
import { frenchDate } from '#domain/values/local-date';
import { frenchRate } from '#domain/values/rate';
import { AWAITING_NOTICE, dsnCode } from '#domain/values/risk-code';
import { JSON_OPTION, type Command } from '../command';
import { textTable } from '../table';

interface RatesOptions {
  readonly json?: boolean;
  readonly on?: string;
  readonly knownAt?: string;
}

export const rates: Command = (program, run) => {
  program
    .command('rates')
    .description('dire les taux d’un établissement un jour donné, tels qu’on les connaissait à un instant donné')
    .argument('<siret>')
    .option('--on <AAAA-MM-JJ>', 'jour demandé (par défaut aujourd’hui)')
    .option('--known-at <instant>', 'ce que l’on savait à cet instant, inclus (par défaut maintenant)')
    .option(...JSON_OPTION)
    .action(async (siret: string, options: RatesOptions) => {
      await run(options, async ({ verb, actor }) => {
        const answer = await verb(ReadRates).run(
          { siret, on: options.on, knownAt: options.knownAt },
          systemCaller(actor),
        );
        if (!answer.ok) return answer;
        return { json: ratesView(answer.value), text: textOf(answer.value) };
      });
    });
};

function textOf({ siret, on, sheet }: RatesAnswer): string {
  if (sheet === null) return `${siret} : aucun taux connu au ${frenchDate(on)}.`;
  const rows = sheet.profiles.map((profile, index) => [
    String(index + 1),
    dsnCode(profile.code, profile.office),
    profile.section ?? '—',
    profile.code === AWAITING_NOTICE ? 'en attente de notification' : frenchRate(profile.rate),
  ]);
  return [
    `${siret} au ${frenchDate(on)} : ${SOURCE_WORDS[sheet.source]}, depuis le ${frenchDate(sheet.effectiveFrom)}.`,
    textTable(['profil', 'code', 'section', 'taux'], rows),
  ].join('\n');
}
