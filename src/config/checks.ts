import { Transform } from 'class-transformer';
import { IsInt, Max, Min, ValidateBy } from 'class-validator';
import { isIP } from 'node:net';
import { parseEmail } from '#domain/values/email';
import { parseIsoDate } from '#domain/values/local-date';

/** A text that `accepts` says yes to; `expected` is how the refusal ends. */
export const Check = (accepts: (text: string) => boolean, expected: string): PropertyDecorator =>
  ValidateBy({
    name: 'check',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && accepts(value),
      defaultMessage: () => expected,
    },
  });

/** A whole number between two bounds, as text. */
export function Whole(least: number, most: number, what = 'un nombre entier'): PropertyDecorator {
  const message = `${what} entre ${least} et ${most}`;
  return (target, property) => {
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    )(target, property);
    for (const decorate of [IsInt({ message }), Min(least, { message }), Max(most, { message })])
      decorate(target, property);
  };
}

/** A password with a bare `%` would else be the end of a library, far from here. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export function hasScheme(text: string, ...schemes: string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return schemes.includes(url.protocol) && isDecodable(text) && (url.hostname !== '' || url.searchParams.has('host'));
}

/** An address of pages: their links start at its root. */
export function isPublicUrl(text: string): boolean {
  if (!hasScheme(text, 'https:', 'http:')) return false;
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && search === '' && hash === '' && username === '';
}

/** `taux@exemple.fr` or `Taux Juste <taux@exemple.fr>`. */
export function isSender(text: string): boolean {
  const [, name = '', address = text] = /^([^<>]*)<([^<>]+)>$/.exec(text) ?? [];
  return !/[\p{Cc}]/u.test(name) && parseEmail(address).ok;
}

/** A provider answers by TLS, but for one on this machine, in a test. */
export const isIssuer = (text: string): boolean =>
  hasScheme(text, 'https:') || (hasScheme(text, 'http:') && /^http:\/\/(localhost|127\.0\.0\.1)[:/]/i.test(`${text}/`));

/** The same for a portal; who consults it is said elsewhere. */
export const isPortal = (text: string): boolean => isIssuer(text) && new URL(text).username === '';

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** `loopback,10.0.0.0/8,2001:db8::/32`. */
export const areNetworks = (text: string): boolean =>
  text.split(',').every((part) => {
    const [address = '', bits = '0', ...rest] = part.trim().split('/');
    const version = isIP(address);
    return (
      NAMED_NETWORKS.includes(part.trim()) ||
      (version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
    );
  });

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day counts as its midnight, a time without offset as UTC; null when the day or hour does not exist. */
export function utcInstant(text: string): string | null {
  const [, day = '', time = '00:00', seconds = '00', fraction = '', offset = 'Z'] = INSTANT.exec(text) ?? [];
  if (!parseIsoDate(day).ok) return null;
  const instant = new Date(`${day}T${time}:${seconds}${fraction}${offset}`);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

const LAST_PORT = 65_535;

export const arePorts = (text: string): boolean =>
  text.split(',').every((port) => /^[1-9]\d{0,4}$/.test(port.trim()) && Number(port) <= LAST_PORT);
