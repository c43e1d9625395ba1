import { MOST_AT_ONCE, parseSelection, planPostponement } from '#domain/tasks/bulk';
import type { TaskStatus } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';

interface Situation {
  readonly status?: TaskStatus;
  readonly postponedUntil?: string;
}

const planned = ({ status = 'OPEN', postponedUntil }: Situation, until = '2026-06'): string => {
  const task = {
    id: 7,
    status,
    period: '2026-04' as Period,
    postponedUntil: (postponedUntil ?? null) as Period | null,
  };
  const { outcome, message } = planPostponement(task, until as Period);
  return `${outcome} ${message}`;
};

describe('tasks postponed together', () => {
  it.each<[string, Situation, string]>([
    ['an open one is put off', {}, 'DONE Repoussée à juin 2026.'],
    ['one put off to another month is put off again', { postponedUntil: '2026-05' }, 'DONE Repoussée à juin 2026.'],
    [
      'one that waits for that month already is not counted again',
      { postponedUntil: '2026-06' },
      'ALREADY Déjà repoussée à juin 2026 : rien n’a changé.',
    ],
    ['one that is done stays so', { status: 'DONE' }, 'REFUSED Cette tâche est déjà faite : rien n’a changé.'],
    [
      'one that a rate made needless says so',
      { status: 'SUPERSEDED' },
      'REFUSED Cette tâche n’est plus nécessaire : le taux est arrivé entre-temps.',
    ],
  ])('%s', (_case, over, words) => {
    expect(planned(over)).toBe(words);
  });

  it('one of a later payroll cannot be put off to an earlier month', () => {
    expect(planned({}, '2026-03')).toBe('REFUSED Elle concerne la paie d’avril 2026 : choisissez un mois postérieur.');
  });
});

describe('a selection', () => {
  it('names each task once, in its order', () => {
    expect(parseSelection(['12', ' 7', '12'])).toEqual({ ok: true, value: [12, 7] });
  });

  it.each([
    ['nothing', [], 'AUCUNE_TACHE'],
    ['what is no number', ['12', 'auto-3-90000001400011'], 'TACHE_INCONNUE'],
    ['a number that begins with 0', ['012'], 'TACHE_INCONNUE'],
    ['one too many', Array.from({ length: MOST_AT_ONCE + 1 }, (_, n) => String(n + 1)), 'TROP_DE_TACHES'],
  ])('of %s is refused', (_case, texts, code) => {
    expect(parseSelection(texts)).toMatchObject({ refusal: { code } });
  });
});
