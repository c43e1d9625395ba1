import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { ProblemException } from '#http/api/door/problem';
import { ApiPipe } from '#http/api/shape/api-pipe';
import { BooleanField, DateField, OneOf, PeriodField, SiretField, TextField, WholeField } from '#http/api/shape/fields';

class Inner {
  @SiretField()
  siret: string;
}

class Outer {
  @TextField({ most: 5 })
  text: string;

  @WholeField({ least: 1, most: 9, optional: true })
  whole?: number;

  @OneOf(['A', 'B'], { optional: true })
  word?: string;

  @DateField({ optional: true })
  day?: string;

  @PeriodField({ optional: true })
  month?: string;

  @BooleanField({ optional: true })
  yes?: boolean;

  @ValidateNested({ each: true })
  @Type(() => Inner)
  list: Inner[] = [];
}

const pipe = new ApiPipe();
const body = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'body', metatype: Outer });
const query = (value: unknown): Promise<unknown> => pipe.transform(value, { type: 'query', metatype: Outer });

async function refusal(asked: Promise<unknown>): Promise<unknown> {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ProblemException ? error.wrong : error;
}

it('reads what fits', async () => {
  const read = { text: 'oui', whole: 3, word: 'A', day: '2026-02-28', month: '2026-02', yes: true };
  expect(await body(read)).toMatchObject(read);
  expect(await query({ text: 'oui', whole: '3', yes: 'false' })).toMatchObject({ whole: 3, yes: false });
});

it.each([
  [{}, '#/text'],
  [{ text: '' }, '#/text'],
  [{ text: 'trop long' }, '#/text'],
  [{ text: 5 }, '#/text'],
  [{ text: 'a', whole: 1.5 }, '#/whole'],
  [{ text: 'a', whole: 10 }, '#/whole'],
  [{ text: 'a', word: 'C' }, '#/word'],
  [{ text: 'a', word: ['A'] }, '#/word'],
  [{ text: 'a', day: '2026-02-29' }, '#/day'],
  [{ text: 'a', month: '2026-13' }, '#/month'],
  [{ text: 'a', yes: 'peut-être' }, '#/yes'],
  [{ text: 'a', other: 1 }, '#/other'],
  [{ text: 'a', 'a/b~c': 1 }, '#/a~1b~0c'],
  [{ text: 'a', list: [{ siret: '1' }] }, '#/list/0/siret'],
  [{ text: 'a', list: [{ siret: '999900004 00014' }] }, '#/list/0/siret'],
  [{ text: 'a\u0000' }, '#/text'],
  [{ text: 'a\ud800' }, '#/text'],
  [{ text: 'a', list: [{ siret: '\u0000' }] }, '#/list/0/siret'],
  [[], '#'],
  ['texte', '#'],
  [12, '#'],
])('names what is wrong in the body %j: %s', async (value, pointer) => {
  expect(await refusal(body(value))).toMatchObject({
    status: 422,
    code: 'CHAMP_REFUSE',
    errors: expect.arrayContaining([expect.objectContaining({ pointer })]) as unknown,
  });
});

it('names the parameter of an address, and says all that is wrong at once in French', async () => {
  expect(await refusal(query({ text: '', whole: 'x' }))).toEqual({
    status: 400,
    code: 'PARAMETRE_REFUSE',
    detail: 'Le champ « text » est vide : remplissez-le. (et 1 autre(s), voir « errors »)',
    errors: [
      { parameter: 'text', detail: 'Le champ « text » est vide : remplissez-le.' },
      { parameter: 'whole', detail: 'Le champ « whole » doit être un nombre entier de 1 à 9.' },
    ],
  });
});
