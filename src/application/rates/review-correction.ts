import { Injectable } from '@nestjs/common';
import type { CorrectionAnswers } from '#domain/journey/correction';
import type { AnswersRefusal } from '#domain/journey/graph';
import type { Refusal, Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { planCorrection, type CorrectionPlan } from './correction-plan';

/** Shows what a correction would change before anything is recorded. */
@Injectable()
export class ReviewCorrection {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(
    siret: string,
    answers: CorrectionAnswers,
    caller: Caller,
  ): Promise<Result<CorrectionPlan, Refusal | AnswersRefusal>> {
    const { reference } = await this.rulebook.current();
    const today = parisDay(this.clock.now());
    return this.database.transaction(caller.scope, (tx) =>
      planCorrection(tx, siret, answers, caller, { today, reference }),
    );
  }
}
