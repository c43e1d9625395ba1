import type { Siren, Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';

export type RequestStatus = 'OPEN' | 'ANSWERED';

/** What its author saw of the update when writing, frozen: pages change. */
export interface RequestContext {
  readonly file: string;
  readonly receivedAt: string;
  readonly effectiveFrom: string;
  /** `452BE 2,10 %`, one per profile. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly rule: string;
  readonly why: string;
  readonly employees: number;
}

interface Asked {
  readonly id: number;
  readonly feed: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly company: string | null;
  readonly town: string | null;
  readonly words: string;
  readonly context: RequestContext;
  readonly askedBy: string;
  readonly askedAt: string;
}

/** A person's « ce n’est pas juste » about an automatic update. An open one has no answer, an answered one has it whole. */
export type SupportRequest =
  | (Asked & { readonly status: 'OPEN'; readonly answer: null; readonly answeredBy: null; readonly answeredAt: null })
  | (Asked & {
      readonly status: 'ANSWERED';
      readonly answer: string;
      readonly answeredBy: string;
      readonly answeredAt: string;
    });

export interface RequestsAsked {
  /** SIRENs to keep to; null = every company. */
  readonly companies: readonly string[] | null;
  readonly status: RequestStatus | null;
  readonly siret: Siret | null;
  readonly feed: number | null;
  /** The last id of the page before. */
  readonly before: number | null;
}

const COLUMNS = `r.id, r.feed_id AS feed, r.siret, r.siren, c.name AS company, e.town, r.words, r.context, r.status,
  r.asked_by AS "askedBy", r.asked_at AS "askedAt", r.answer, r.answered_by AS "answeredBy", r.answered_at AS "answeredAt"`;
const PLACED = 'JOIN establishment e ON e.siret = r.siret JOIN company c ON c.siren = e.siren';

/** The latest first. */
export function listRequests(tx: Tx, asked: RequestsAsked, count: number): Promise<SupportRequest[]> {
  const where = new Conditions();
  where
    .when(asked.companies, (sirens) => `r.siren = ANY(${where.value(sirens)}::text[])`)
    .when(asked.status, (status) => `r.status = ${where.value(status)}`)
    .when(asked.siret, (siret) => `r.siret = ${where.value(siret)}`)
    .when(asked.feed, (feed) => `r.feed_id = ${where.value(feed)}`)
    .when(asked.before, (id) => `r.id < ${where.value(id)}`);
  return tx.query<SupportRequest>(
    `SELECT ${COLUMNS} FROM support_request r ${PLACED} WHERE ${where.sql} ORDER BY r.id DESC LIMIT ${where.value(count)}`,
    where.parameters,
  );
}

/** Locked until the transaction ends, so that two answers to one request cannot both count. */
export async function requestToAnswer(tx: Tx, id: number): Promise<SupportRequest | null> {
  const [row] = await tx.query<SupportRequest>(
    `SELECT ${COLUMNS} FROM support_request r ${PLACED} WHERE r.id = $1 FOR UPDATE OF r`,
    [id],
  );
  return row ?? null;
}

export type RequestToOpen = Pick<Asked, 'feed' | 'siret' | 'siren' | 'words' | 'context' | 'askedBy' | 'askedAt'>;

/** The number of the request; null when one about the same update is open already. */
export async function openRequest(tx: Tx, request: RequestToOpen): Promise<number | null> {
  const { feed, siret, siren, words, context, askedBy, askedAt } = request;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO support_request (feed_id, siret, siren, words, context, asked_by, asked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (siret, feed_id) WHERE status = 'OPEN' DO NOTHING RETURNING id`,
    [feed, siret, siren, words, JSON.stringify(context), askedBy, askedAt],
  );
  return row?.id ?? null;
}

export interface RequestAnswer {
  readonly answer: string;
  readonly actor: string;
  readonly at: string;
}

export async function closeRequest(tx: Tx, id: number, { answer, actor, at }: RequestAnswer): Promise<void> {
  await tx.query(
    `UPDATE support_request SET status = 'ANSWERED', answer = $2, answered_by = $3, answered_at = $4
     WHERE id = $1 AND status = 'OPEN'`,
    [id, answer, actor, at],
  );
}
