import { openLog } from '#processes/log';

/** What a process says on standard error. */
function saidBy(logLevel: 'info' | 'error' | 'silent', isTTY: boolean): string {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTTY;
  try {
    const log = openLog({ logLevel, logFormat: 'text' }, { role: 'pages', around: () => ({}) });
    log.say('Routine.');
    log.tell('L’adresse.');
  } finally {
    process.stderr.isTTY = before;
    spy.mockRestore();
  }
  return written.join('');
}

describe('what one must read to go on', () => {
  it.each([
    ['is logged with the rest', 'info', false, 'Routine.\nL’adresse.\n'],
    ['is logged with the rest, once, at a terminal', 'info', true, 'Routine.\nL’adresse.\n'],
    ['is told at a terminal when only errors are logged', 'error', true, 'L’adresse.\n'],
    ['is told at a terminal when nothing is logged', 'silent', true, 'L’adresse.\n'],
    ['is not told where nobody reads', 'error', false, ''],
  ] as const)('%s', (_what, level, isTTY, expected) => {
    expect(saidBy(level, isTTY)).toBe(expected);
  });
});
