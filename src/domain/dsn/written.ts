import type { DeclarationType, DeclaredContract } from './declared';
import type { Period } from '#domain/values/local-date';
import type { Cents } from '#domain/values/money';
import type { Rate } from '#domain/values/rate';
import type { Siret } from '#domain/values/siret';

export interface WrittenFile {
  readonly sender: { readonly siret: Siret; readonly name: string };
  readonly test?: boolean;
  readonly declarations: readonly WrittenDeclaration[];
}

/** One S20: a month, and the establishments of one company. */
export interface WrittenDeclaration {
  readonly period: Period;
  readonly type?: DeclarationType;
  /** Normal (01) when absent; others are written so that readers can be tried on them. */
  readonly nature?: string;
  readonly fraction?: { readonly index: number; readonly of: number };
  readonly order: number;
  readonly establishments: readonly WrittenEstablishment[];
}

export interface WrittenEstablishment {
  readonly siret: Siret;
  readonly address?: string | null;
  readonly postcode?: string | null;
  readonly town?: string | null;
  readonly employees: readonly WrittenEmployee[];
}

export interface WrittenEmployee {
  readonly matricule: string | null;
  readonly lastName: string;
  readonly firstName: string;
  /** What fills S21.G00.30.001; see `inventedNir`. */
  readonly nir: string;
  readonly contracts: readonly WrittenContract[];
  /** Bases of past months, at the rate that held then. */
  readonly past?: readonly WrittenPast[];
}

export type WrittenContract = Omit<DeclaredContract, 'line'>;

export interface WrittenPast {
  readonly contract: string;
  readonly period: Period;
  readonly base: Cents;
  readonly rate: Rate;
}
