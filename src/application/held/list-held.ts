import { Injectable } from '@nestjs/common';
import { explain } from '#domain/reconciliation/explain';
import type { Facts } from '#domain/reconciliation/verdict';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import { heldBatches, heldDocuments, type HeldBatch, type HeldDocument } from '#storage/held/held';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';

/** What waits for a release or a refusal: a document about one establishment, or a whole batch (`lot-3`). */
export interface Held {
  readonly id: string;
  /** Null for a batch. */
  readonly siret: Siret | null;
  readonly feed: number | null;
  readonly file: string;
  readonly guards: readonly string[];
  readonly facts: Facts;
  readonly since: string;
  /** Why, in French. */
  readonly sentence: string;
}

export type HeldPage = Page<Held, number>;

/**
 * Page by page: batches before the documents of the first one, as one word ends them all; a caller bound to companies is
 * told of their own documents only, as a batch counts those of everybody.
 */
@Injectable()
export class ListHeld {
  constructor(private readonly database: Database) {}

  /** `after` is the last document of the page before. */
  async run(after: number | null, { scope }: Caller, size = PAGE): Promise<HeldPage> {
    return this.database.transaction(scope, async (tx) => {
      const batches = after === null && scope === 'system' ? await heldBatches(tx) : [];
      const read = await heldDocuments(tx, { companies: companiesOf(scope), after }, size + 1);
      const { rows, next } = pageOf(read, ({ id }) => id, size);
      return { rows: [...batches.map(batchEntry), ...rows.map(documentEntry)], next };
    });
  }
}

export const documentEntry = ({ id, siret, feed, file, guards, facts, since }: HeldDocument): Held => ({
  id: String(id),
  ...{ siret, feed, file, facts, since },
  guards: guards.split(','),
  sentence: explain({ rule: 'GARDE', facts }),
});

const batchEntry = ({ batch, compared, moved, waiting, files, since }: HeldBatch): Held => ({
  id: `lot-${batch}`,
  siret: null,
  feed: null,
  file: files.join(', '),
  guards: ['LOT_ANORMAL'],
  facts: { tauxCompares: compared, tauxBouges: moved, enAttente: waiting },
  since,
  sentence: `Lot retenu en entier : ${moved} taux sur ${compared} comparés bougent de moitié au moins ; ${waiting} document${waiting > 1 ? 's' : ''} en attente.`,
});
