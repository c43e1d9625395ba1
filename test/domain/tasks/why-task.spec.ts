import { whyTask, type TaskFacts } from '#domain/tasks/why-task';
import { aSheet, code, day, month, profiles, rate } from '../../builders/trade';
import { cents } from '#domain/values/money';

const facts = (change: Partial<TaskFacts>): TaskFacts => ({
  reason: 'NOT_RECEIVED',
  cause: '2026',
  prefill: { effectiveFrom: null, calculatedAt: null, profiles: [], feed: null, note: null },
  onFile: null,
  declared: [],
  finding: null,
  received: null,
  clientSince: null,
  ...change,
});
const declared = ['2025-10', '2025-11'].map((period) => ({
  matricule: 'M1',
  number: '00001',
  period: month(period),
  regime: '200',
  code: code('553AC'),
  office: false,
  rate: rate('2.10'),
  base: cents(2000_00),
}));
const onFile = aSheet('2025-05-01 NOTIFIED 553AC 2.35');
const received = { file: 'taux.csv', on: day('2026-01-05') };
const contradicts = {
  rule: 'CONTREDIT_DECLARE',
  facts: { tauxNotifies: '553AC 2.35', moisDeclare: '2026-01', codeDeclare: '553AC', tauxDeclare: '2.10' },
};

describe('why somebody is asked', () => {
  it.each<[string, Partial<TaskFacts>, string[]]>([
    [
      'a document that contradicts the DSN: the figures, the file and its day',
      { reason: 'INCOHERENT', finding: contradicts, received },
      [
        'La caisse notifie 553AC à 2,35 %, la DSN de janvier 2026 déclare 553AC à 2,10 %.',
        'Document reçu : taux.csv, le 5 janvier 2026.',
      ],
    ],
    [
      'a newcomer',
      { reason: 'FIRST_PAYROLL', clientSince: day('2026-01-01'), declared },
      [
        'L’entreprise est cliente depuis le 1er janvier 2026 et aucun taux n’est encore confirmé pour cet établissement.',
        'La DSN de novembre 2025 déclare 553AC à 2,10 %.',
      ],
    ],
    [
      'nothing received',
      { onFile },
      [
        'La campagne 2026 est close et aucun taux n’a été reçu de la caisse pour cet établissement.',
        'En place depuis le 1er mai 2025 : 553AC à 2,35 % (notifié par la caisse).',
      ],
    ],
    [
      'several rates',
      { reason: 'SEVERAL_RATES', onFile: { ...onFile, profiles: profiles('452BE 3.10', '452BEB 0.71') } },
      [
        'Cet établissement a plusieurs taux : une personne les confirme, pour que chaque salarié reste sur le sien.',
        'En place depuis le 1er mai 2025 : 452BE à 3,10 %, 452BEB à 0,71 % (notifié par la caisse).',
      ],
    ],
    [
      'a DSN that declares otherwise: not the document that once brought the rate',
      { reason: 'DECLARED_OTHERWISE', onFile, declared, received, finding: { rule: 'TAUX_UNIQUE', facts: {} } },
      [
        'Une DSN déclare autre chose que le taux en place : l’un des deux est à corriger.',
        'La DSN de novembre 2025 déclare 553AC à 2,10 %.',
        'En place depuis le 1er mai 2025 : 553AC à 2,35 % (notifié par la caisse).',
        'Document reçu : taux.csv, le 5 janvier 2026.',
      ],
    ],
    [
      'nothing is known at all',
      { reason: 'AUTOMATION_NOT_ALLOWED' },
      [
        'La mise à jour automatique n’est pas permise pour cet établissement : une personne confirme son taux.',
        'Aucun taux n’est en place à cette date.',
      ],
    ],
  ])('%s', (_situation, change, sentences) => {
    expect(whyTask(facts(change)).map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual(sentences);
  });
});
