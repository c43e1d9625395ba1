/** How long a failed sign-in counts. */
export const ATTEMPT_MINUTES = 15;

/** Per account: what a person who hunts for their password needs; per address: an office behind one address. */
const MOST = { account: 8, address: 40 } as const;

export interface RecentAttempts {
  readonly account: number;
  readonly address: number;
}

/** Whether one more sign-in must wait. It is then not counted itself, so that nobody is shut out for ever. */
export const mustWait = ({ account, address }: RecentAttempts): boolean =>
  account >= MOST.account || address >= MOST.address;

/** The address that a limit is counted on: of IPv6, the network that one subscriber holds (/64). */
export function countedAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Math.max(0, 8 - groups.length - after.length) : 0;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 4).join(':').toLowerCase();
}
