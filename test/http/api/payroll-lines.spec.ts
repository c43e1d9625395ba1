import { once } from 'node:events';
import type { PayrollAnswer } from '#application/payroll/payrolls-of';
import type { Period } from '#domain/values/local-date';
import { payrollLines } from '#http/api/payroll/payroll-lines';
import { siretOf } from '../../support/facts';

const payrollOf = (nic: number): PayrollAnswer => ({
  siret: siretOf(1, nic),
  period: '2026-01' as Period,
  employees: [],
  blocking: nic === 2 ? [{ code: 'AUCUN_TAUX', matricule: 'M1', contract: '1', message: 'Aucun taux.' }] : [],
});

/** Sets of two establishments, and what became of them. */
function sets(count: number, failsAt = Infinity) {
  const seen = { read: 0, ended: false };
  async function* generate(): AsyncGenerator<readonly PayrollAnswer[]> {
    try {
      for (let set = 0; set < count; set += 1) {
        if (set === failsAt) throw new Error('The base has gone.');
        seen.read += 1;
        yield await Promise.resolve([payrollOf(2 * set + 1), payrollOf(2 * set + 2)]);
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, generator: generate() };
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe('the lines of a company’s payroll', () => {
  it('are one document per establishment, and a last one that counts them', async () => {
    const lines = (await textOf(await payrollLines(sets(3).generator))).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(7);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ siret: siretOf(1, 2), blocking: [{ code: 'AUCUN_TAUX' }] });
    expect(lines.at(-1)).toBe('{"establishments":6,"blocking":1}');
  });

  it('are that count alone where the company has no establishment', async () => {
    expect(await textOf(await payrollLines(sets(0).generator))).toBe('{"establishments":0,"blocking":0}\n');
  });

  it('end without the count when the base goes in the middle', async () => {
    const stream = await payrollLines(sets(3, 1).generator);
    let text = '';
    await expect(
      (async () => {
        for await (const chunk of stream) text += String(chunk);
      })(),
    ).rejects.toThrow('The base has gone.');
    expect(text).toContain(siretOf(1, 1));
    expect(text).not.toContain('establishments');
  });

  it('are refused as a whole when the base is gone from the beginning', async () => {
    await expect(payrollLines(sets(3, 0).generator)).rejects.toThrow('The base has gone.');
  });

  it('are read no further than they are taken, and given up with who reads them', async () => {
    const { seen, generator } = sets(100);
    const stream = await payrollLines(generator);
    await once(stream, 'readable');
    stream.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.read).toBeLessThanOrEqual(3);
    stream.destroy();
    await once(stream, 'close');
    expect(seen.ended).toBe(true);
  });
});
