import { unbroken } from '#http/page/typography';

const GAP = '\u00a0';

describe('the spaces of a French page', () => {
  it.each([
    ['<p>Le taux : 1,78 ; vu ? Oui !</p>', `<p>Le taux${GAP}: 1,78${GAP}; vu${GAP}? Oui${GAP}!</p>`],
    ['<b>Clé</b> : <i>« </i>ici »', `<b>Clé</b>${GAP}: <i>«${GAP}</i>ici${GAP}»`],
    ['Seul « Flux »', `Seul «${GAP}Flux${GAP}»`],
  ])('keep their marks with the words of %s', (html, shown) => {
    expect(unbroken(html)).toBe(shown);
  });

  it.each([
    '<input value="a : b > c ; « d »"/>',
    '<textarea rows="3">Reçu : vu ?</textarea>',
    '<code>a ? b : c</code>',
    '<pre>« a »</pre>',
    '<script>a ? b : c</script>',
    '<p>a:b, c</p>',
  ])('stay as they are in %s', (html) => {
    expect(unbroken(html)).toBe(html);
  });
});
