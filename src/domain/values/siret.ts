import { accepted, refused, type Result } from './result';

/** SIREN: nine digits naming a company, Luhn-checked. */
export type Siren = string & { readonly __brand: 'Siren' };
/** SIRET: SIREN + NIC, fourteen digits naming an establishment, Luhn-checked. */
export type Siret = string & { readonly __brand: 'Siret' };

const NINE_DIGITS = /^[0-9]{9}$/;
const FOURTEEN_DIGITS = /^[0-9]{14}$/;
/** La Poste numbers its establishments so that the plain sum of digits is a multiple of five (Insee's one exception to Luhn). */
const LA_POSTE = '356000000';

export function parseSiren(text: string): Result<Siren> {
  const digits = withoutSpaces(text);
  if (!NINE_DIGITS.test(digits))
    return refused('SIREN_ILLISIBLE', `Le SIREN « ${shown(text)} » doit compter 9 chiffres.`);
  if (!passesLuhn(digits)) return refused('SIREN_CLE', `Le SIREN « ${digits} » a une clé de contrôle fausse.`);
  return accepted(digits as Siren);
}

export function parseSiret(text: string): Result<Siret> {
  const digits = text.length === 14 ? text : withoutSpaces(text);
  if (!FOURTEEN_DIGITS.test(digits)) {
    return refused('SIRET_ILLISIBLE', `Le SIRET « ${shown(text)} » doit compter 14 chiffres (SIREN + NIC).`);
  }
  if (passesLuhn(digits) || (digits.startsWith(LA_POSTE) && digitSum(digits) % 5 === 0))
    return accepted(digits as Siret);
  return refused('SIRET_CLE', `Le SIRET « ${digits} » a une clé de contrôle fausse : vérifiez le SIREN et le NIC.`);
}

export const sirenOf = (siret: Siret): Siren => siret.slice(0, 9) as Siren;

function withoutSpaces(text: string): string {
  return /\s/.test(text) ? text.replace(/\s+/g, '') : text;
}

const shown = (text: string): string => text.trim().slice(0, 20);

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, doubled = false; i >= 0; i--, doubled = !doubled) {
    const digit = digits.charCodeAt(i) - 48;
    const weighted = doubled ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

function digitSum(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += digits.charCodeAt(i) - 48;
  return sum;
}
