import type { TaskDetail } from '#application/tasks/task-detail';
import type { AnswersRefusal } from '#domain/journey/graph';
import type { Refusal, Result } from '#domain/values/result';
import { answered, ProblemException, type FieldProblem } from '../door/problem';

/** The task is there and is no longer what was asked about. */
export const ENDED = { TACHE_TERMINEE: 409 } as const;

const REFUSED = 422;
/** More faults in one document are not all named: the first ones are enough to mend it. */
const MOST_NAMED = 100;

/** The task that an answer leaves, or every fault of the answers, each where it stands in the document. */
export function answeredTask(result: Result<TaskDetail, Refusal | AnswersRefusal>): TaskDetail {
  if (result.ok || !('fields' in result.refusal)) return answered(result, ENDED);
  const { code, message, fields } = result.refusal;
  const errors = fields
    .slice(0, MOST_NAMED)
    .map((fault): FieldProblem => ({ pointer: pointerTo(fault.field), detail: fault.message }));
  throw new ProblemException({ status: REFUSED, code, detail: message, errors });
}

/** `profiles[1].rate` as `#/profiles/1/rate`; what is no field of the document is the document itself. */
function pointerTo(field: string): string {
  if (!/^[A-Za-z]/.test(field) || field === 'réponses') return '#';
  const path = field
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replace(/\[(\d+)\]/g, '/$1')
    .replaceAll('.', '/');
  return `#/${path}`;
}
