import { isBoundToCompanies, parseRole, ROLE_WORDS, type Role } from '#domain/access/role';
import { parseEmail, type Email } from '#domain/values/email';
import { accepted, refused, type Result } from '#domain/values/result';
import { parseSiren, type Siren } from '#domain/values/siret';

/** A person to let in, as typed. */
export interface PersonAsked {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  /** SIREN of their companies; none for roles that see all of them. */
  readonly companies: readonly string[];
}

export interface Person {
  readonly email: Email;
  readonly name: string;
  readonly role: Role;
  readonly companies: readonly Siren[];
}

const LONGEST_NAME = 100;

export function readPerson({ email: typed, name: given, role: asked, companies }: PersonAsked): Result<Person> {
  const email = parseEmail(typed);
  if (!email.ok) return email;
  const name = given.trim().replace(/\s+/g, ' ');
  if (name === '' || name.length > LONGEST_NAME || /[\p{Cc}<>]/u.test(name))
    return refused(
      'NOM_ILLISIBLE',
      `Le nom « ${name.slice(0, 40)} » doit compter 1 à ${LONGEST_NAME} caractères, en toutes lettres.`,
    );
  const role = parseRole(asked);
  if (!role.ok) return role;
  const sirens = readCompanies(role.value, companies);
  return sirens.ok ? accepted({ email: email.value, name, role: role.value, companies: sirens.value }) : sirens;
}

/** The companies of a person, in order; refused when the role asks for some and none is given, or the other way round. */
export function readCompanies(role: Role, companies: readonly string[]): Result<readonly Siren[]> {
  const sirens = new Set<Siren>();
  for (const text of companies) {
    const siren = parseSiren(text);
    if (!siren.ok) return siren;
    sirens.add(siren.value);
  }
  const bound = isBoundToCompanies(role);
  if (bound && sirens.size === 0)
    return refused(
      'ENTREPRISE_MANQUANTE',
      `Le rôle « ${ROLE_WORDS[role]} » demande au moins une entreprise : donnez son SIREN.`,
    );
  if (!bound && sirens.size > 0)
    return refused(
      'ENTREPRISE_EN_TROP',
      `Le rôle « ${ROLE_WORDS[role]} » voit toutes les entreprises : ne donnez pas de SIREN.`,
    );
  return accepted([...sirens].sort());
}
