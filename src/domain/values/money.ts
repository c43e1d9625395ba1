import { accepted, refused, type Result } from './result';
import type { Rate } from './rate';

/** An amount in whole euro cents. */
export type Cents = number & { readonly __brand: 'Cents' };

const AMOUNT = /^(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?$/;

/** `2200.00`, `-15.5`: the form of DSN amounts. */
export function parseAmount(text: string): Result<Cents> {
  const match = AMOUNT.exec(text);
  if (match === null) return refused('MONTANT_ILLISIBLE', "Le montant n'a pas la forme attendue (exemple : 2200.00).");
  const cents = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return accepted((match[1] === '-' ? -cents : cents) as Cents);
}

export const cents = (value: number): Cents => value as Cents;

/** `base × rate`, rounded half away from zero to the cent. */
export function contribution(base: Cents, rate: Rate | number): Cents {
  const product = base * rate;
  const rounded = Math.floor((Math.abs(product) + 5_000) / 10_000);
  return (product < 0 ? -rounded : rounded) as Cents;
}

/** `214.60`, as JSON wants it. */
export function formatAmount(amount: Cents): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `1 234,56 €`, as French pages want it. */
export function frenchAmount(amount: Cents): string {
  const [units = '', decimals = ''] = formatAmount(amount).split('.');
  return `${units.replace(/\B(?=(\d{3})+$)/g, '\u202f')},${decimals}\u00a0€`;
}
