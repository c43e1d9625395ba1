import { isIP } from 'node:net';
import { accepted, refused, type Result } from '#domain/values/result';
import { isReachable, reachOf } from './address';
import type { WebhookSettings } from './webhook-settings';

const LONGEST = 2000;

/** The host of an address as a resolver takes it: an IPv6 without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

const isLoopbackName = (host: string): boolean =>
  /^(?:.*\.)?localhost\.?$/.test(host) || (isIP(host) !== 0 && reachOf(host) === 'LOOPBACK');

export const portOf = (url: URL): number => Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);

/**
 * An address that events may be sent to, as it is written once for all. A name is not resolved here: what it leads to is
 * looked at each time something is sent.
 */
export function parseEndpointUrl(typed: string, settings: WebhookSettings): Result<string> {
  const text = typed.trim();
  const shown = text.slice(0, 80);
  const no = (why: string): Result<never> => refused('ADRESSE_WEBHOOK', `L’adresse « ${shown} » ${why}.`);
  if (text === '') return refused('ADRESSE_WEBHOOK', 'L’adresse manque : écrivez https://… en entier.');
  if (text.length > LONGEST || !URL.canParse(text)) return no('n’en est pas une : écrivez https://… en entier');
  const url = new URL(text);
  const host = hostOf(url);
  const here = settings.allowLoopback && isLoopbackName(host);
  if (url.username !== '' || url.password !== '')
    return refused(
      'ADRESSE_WEBHOOK',
      'L’adresse porte un nom ou un mot de passe : retirez-les, la signature prouve qui envoie.',
    );
  if (url.protocol !== 'https:' && !(here && url.protocol === 'http:')) return no('doit commencer par https://');
  if (url.hash !== '') return no('finit par un « # » que personne ne recevrait : retirez-le');
  if (!here && !settings.ports.includes(portOf(url)))
    return no(`vise le port ${portOf(url)} : seuls sont permis ${settings.ports.join(', ')}`);
  const isPrivate = isIP(host) === 0 ? isLoopbackName(host) : !isReachable(host, settings);
  if (isPrivate && !here) return no('mène à un réseau privé : donnez une adresse joignable depuis l’internet');
  return accepted(url.toString());
}
