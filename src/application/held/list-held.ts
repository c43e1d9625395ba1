import { Injectable } from '@nestjs/common';
import { explain } from '#domain/reconciliation/explain';
import type { Facts } from '#domain/reconciliation/verdict';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import { heldBatches, heldDocuments, type HeldBatch, type HeldDocument } from '#storage/held/held';

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

/** Batches first, as one word ends them all; then each document, those of the batches included. */
@Injectable()
export class ListHeld {
  constructor(private readonly database: Database) {}

  /** `onPage` takes them page by page; without it they are gathered in the answer, however many. */
  async run(onPage?: (page: readonly Held[]) => Promise<void>): Promise<readonly Held[]> {
    const gathered: Held[] = [];
    const take = async (page: readonly Held[]): Promise<void> => {
      if (onPage === undefined) gathered.push(...page);
      else await onPage(page);
    };
    await this.database.transaction('system', async (tx) => {
      await take((await heldBatches(tx)).map(batchEntry));
      for await (const page of heldDocuments(tx)) await take(page.map(documentEntry));
    });
    return gathered;
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
  sentence: `Lot retenu en entier : ${moved} taux sur ${compared} comparés bougent de moitié au moins ; ${waiting} document(s) en attente.`,
});
