/** Columns the demo writes for: what fits a terminal, a mail and a slide. */
export const WIDTH = 100;

/** `left` and `right` on one line; when they do not fit, `right` goes below, at the right edge. */
export function spread(left: string, right: string, width = WIDTH): string {
  if (right === '') return left;
  const gap = width - left.length - right.length;
  return gap >= 2 ? `${left}${' '.repeat(gap)}${right}` : `${left}\n${right.padStart(width)}`;
}

/** The text in lines of at most `width` columns, each indented; a no-break space never ends a line. */
export function wrapped(text: string, indent = 0, width = WIDTH): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one) => ' '.repeat(indent) + one).join('\n');
}

export const heading = (title: string): string => `\n${title}\n${'─'.repeat(Math.min(title.length, WIDTH))}`;
