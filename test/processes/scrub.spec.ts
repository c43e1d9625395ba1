import { scrubbed } from '#processes/scrub';

describe('a line of the log', () => {
  it.each([
    ['a number of social security', 'salarié 184127645108946 refusé', 'salarié *** refusé'],
    ['one without its key', '2690549588157', '***'],
    ['one as it is printed', 'NIR 2 69 05 49 588 157 80 lu', 'NIR *** lu'],
    ['one of Corsica', '1 84 12 2A 451 089 46', '***'],
    ['an address of a person', 'compte claire.fontaine@exemple.fr fermé', 'compte *** fermé'],
    ['a password in an address', 'postgres://moi:s3cret@hote:5432/base', 'postgres://moi:***@hote:5432/base'],
    ['a header in JSON', '{"authorization":"Bearer tj_abcdef123456","a":1}', '{"authorization":"***","a":1}'],
    ['a cookie, however many', '{"cookie":"a=1; taux-juste=xyz","b":2}', '{"cookie":"***","b":2}'],
    ['a cookie in a sentence', 'set-cookie: taux-juste=xyz; Path=/', 'set-cookie: ***'],
    ['a word that opens a door', 'password=hunter2&nom=x token: abc', 'password=***&nom=x token: ***'],
    ['a key on its own', 'reçu Bearer whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'reçu Bearer ***'],
  ])('is kept without %s', (_what, line, kept) => {
    expect(scrubbed(line)).toBe(kept);
  });

  it('stays a document that can be read', () => {
    const line = JSON.stringify({ msg: 'lu\n184127645108946', number: 184127645108946 });
    expect(JSON.parse(scrubbed(line))).toEqual({ msg: 'lu\n***', number: '***' });
  });

  it('keeps numbers of establishments, rates, days and ids', () => {
    const line =
      '{"time":"2026-01-06T09:00:00.000Z","siret":"99902014200017","siren":"999020142","rate":"2.35","correlation":"4bf92f3577b34da1841276451089462d"}';
    expect(scrubbed(line)).toBe(line);
  });
});
