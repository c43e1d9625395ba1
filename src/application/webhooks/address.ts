import * as ipaddr from 'ipaddr.js';
import type { WebhookSettings } from './webhook-settings';

/** Where an address lies. Only public ones are connected to: nothing behind our own walls may be asked on a stranger's behalf. */
export type Reach = 'PUBLIC' | 'LOOPBACK' | 'PRIVATE';

/** IPv6 that leads to the public network: what IANA has given out so far. The rest is reserved, or leads back to an IPv4. */
const GLOBAL_FIRST = 0x2000;
const GLOBAL_LAST = 0x3fff;

/** Of an IPv4 or IPv6 address; one written as IPv6 that means an IPv4 is judged as that. */
export function reachOf(address: string): Reach {
  if (!ipaddr.isValid(address)) return 'PRIVATE';
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return 'LOOPBACK';
  if (range !== 'unicast') return 'PRIVATE';
  if (parsed.kind() === 'ipv4') return 'PUBLIC';
  const [first = 0] = 'parts' in parsed ? parsed.parts : [];
  return first >= GLOBAL_FIRST && first <= GLOBAL_LAST ? 'PUBLIC' : 'PRIVATE';
}

export function isReachable(address: string, { allowLoopback }: WebhookSettings): boolean {
  const reach = reachOf(address);
  return reach === 'PUBLIC' || (reach === 'LOOPBACK' && allowLoopback);
}
