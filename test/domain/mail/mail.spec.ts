import { closingsNear } from '#domain/mail/closing';
import { digestLetter, invitationLetter, reminderLetter } from '#domain/mail/letters';
import { nextAttemptIn } from '#domain/mail/retry';
import { parseIsoDate, parsePeriod } from '#domain/values/local-date';
import { trusted } from '#domain/values/result';

const day = (text: string) => trusted(parseIsoDate(text));
const month = (text: string) => trusted(parsePeriod(text));
const counted = (text: string, count: number) => ({
  period: month(text),
  count,
  link: 'https://taux.exemple.fr/x?a=1&b=2',
});

describe('when people are reminded that a DSN is due', () => {
  it.each([
    ['2026-01-01', []],
    ['2026-01-02', ['2026-01-05 pour 2025-12']],
    ['2026-01-05', ['2026-01-05 pour 2025-12']],
    ['2026-01-06', []],
    ['2026-01-12', ['2026-01-15 pour 2025-12']],
    ['2026-01-15', ['2026-01-15 pour 2025-12']],
    ['2026-01-16', []],
    ['2026-03-03', ['2026-03-05 pour 2026-02']],
  ])('%s: %j', (today, near) => {
    expect(closingsNear(day(today)).map(({ dueOn, period }) => `${dueOn} pour ${period}`)).toEqual(near);
  });
});

describe('how long a message that cannot go now waits', () => {
  it('waits longer each time, and is given up after two days', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(nextAttemptIn);
    expect(waits).toEqual([1, 5, 30, 120, 360, 720, 1440, null]);
  });
});

describe('what messages say', () => {
  it('counts tasks by payroll, one link each, and how to end them', () => {
    const letter = digestLetter([counted('2025-12', 1), counted('2026-01', 4)], 'https://taux.exemple.fr/fin');
    expect(letter.subject).toBe('5\u00a0tâches de taux AT/MP à faire ce mois-ci');
    expect(letter.text).toBe(
      [
        'Bonjour,',
        'Dans Taux Juste, 5\u00a0tâches de taux AT/MP vous attendent.',
        'Paie de décembre 2025 : 1\u00a0tâche :\nhttps://taux.exemple.fr/x?a=1&b=2',
        'Paie de janvier 2026 : 4\u00a0tâches :\nhttps://taux.exemple.fr/x?a=1&b=2',
        'Ne plus recevoir ces messages :\nhttps://taux.exemple.fr/fin',
        'Taux Juste\n',
      ].join('\n\n'),
    );
    expect(letter.html).toContain(
      '<a href="https://taux.exemple.fr/x?a=1&amp;b=2">Paie de décembre 2025 : 1\u00a0tâche</a>',
    );
  });

  it('reminds of the day on which the DSN is due', () => {
    const [closing] = closingsNear(day('2026-01-03'));
    if (closing === undefined) throw new Error('The 5th is near.');
    const { subject, text } = reminderLetter(closing, [counted('2025-12', 1)], 'https://taux.exemple.fr/fin');
    expect(subject).toBe('DSN à déposer le 5 janvier 2026 : 1\u00a0tâche à faire avant');
    expect(text).toContain('La DSN de décembre 2025 est à déposer le 5 janvier 2026 au plus tard.');
  });

  it('invites without a word about who invites, and cannot be ended', () => {
    const { text, unsubscribe } = invitationLetter('https://taux.exemple.fr/invitation/a', '13/01/2026 10:00', true);
    expect(text).toContain('Choisir votre mot de passe :\nhttps://taux.exemple.fr/invitation/a');
    expect(unsubscribe).toBeNull();
  });
});
