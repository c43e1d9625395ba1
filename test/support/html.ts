const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*\/?>|([^<]+)/g;
const ATTRIBUTE = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;
const VOID = new Set(['input', 'br', 'img', 'meta', 'link', 'hr', 'path']);

/** What a browser makes of some HTML, one piece per line: attributes and classes in order, blanks as one, no matter how it was laid out. */
export function piecesOf(html: string): readonly string[] {
  const pieces: string[] = [];
  for (const [, closing, name = '', attributes = '', text] of html.matchAll(TAG)) {
    if (text !== undefined) {
      const words = unescaped(text).replaceAll(/\s+/g, ' ').trim();
      if (words !== '') pieces.push(words);
    } else if (closing === '') pieces.push(`<${name.toLowerCase()}${attributesOf(attributes)}>`);
    else if (!VOID.has(name.toLowerCase())) pieces.push(`</${name.toLowerCase()}>`);
  }
  return pieces;
}

function attributesOf(text: string): string {
  return [...text.matchAll(ATTRIBUTE)]
    .map(([, name = '', double, single, bare]) => {
      const value = unescaped(double ?? single ?? bare ?? '');
      return ` ${name.toLowerCase()}="${name === 'class' ? value.trim().split(/\s+/).sort().join(' ') : value}"`;
    })
    .sort()
    .join('');
}

const NAMED: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const unescaped = (text: string): string =>
  text.replaceAll(/&lt;|&gt;|&quot;|&#39;|&amp;/g, (entity) => NAMED[entity] ?? entity);
