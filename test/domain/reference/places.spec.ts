import { CAISSE_NAMES, caisseOf, postcodesOf } from '#domain/reference/places';

/** Whether a search by the caisse's postcodes finds one. */
function finds(caisse: string, postcode: string): boolean {
  const postcodes = postcodesOf(caisse);
  return (
    postcodes !== null &&
    postcodes.prefixes.some((prefix) => postcode.startsWith(prefix)) &&
    !postcodes.except.includes(postcode)
  );
}

describe('the postcodes of a caisse', () => {
  const every = Array.from({ length: 100_000 / 50 }, (_, n) => String(n * 50).padStart(5, '0'));

  it.each(CAISSE_NAMES)('are exactly those that it is told from: %s', (caisse) => {
    const postcodes = [...every, '97133', '97150', '20137', '20200'];
    const told = postcodes.filter((postcode) => caisseOf(postcode)?.name === caisse);
    expect(postcodes.filter((postcode) => finds(caisse, postcode))).toEqual(told);
  });

  it('are those of no other word', () => {
    expect(postcodesOf('Carsat de la Lune')).toBeNull();
    expect(postcodesOf('')).toBeNull();
  });
});
