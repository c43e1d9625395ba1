import { NotFoundException } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import type { SubmitDraft } from '#application/tasks/submit-draft';
import { resumePoint } from '#domain/journey/graph';
import { redirect, type Answer } from '../page/page';
import { linkTo } from '../paths';
import { CONFLICT, endedPage, isAnswer, openTask, type Readers } from './open-task';
import { proposalOf } from './read-form';
import { recapPage } from './recap';
import { addressOf } from './steps';

interface ReadOver {
  readonly id: string;
  readonly body: unknown;
  readonly version: number;
}

/** Saves what was read over and shows what follows; the page to read again when something has changed meanwhile. */
export async function submitted(
  verbs: Readers & { readonly submit: SubmitDraft },
  { id, body, version }: ReadOver,
  viewer: Viewer,
): Promise<Answer> {
  const saved = await verbs.submit.run(id, { version, proposal: proposalOf(body) }, viewer);
  if (saved.ok) return redirect(linkTo('taskDone', { id }));
  const { code, message } = saved.refusal;
  if (code === 'TACHE_INCONNUE') throw new NotFoundException(message);
  if (code === 'TACHE_TERMINEE') return endedPage(verbs.nextStep, id, viewer, {});
  const opened = await openTask(verbs, id, viewer);
  if (isAnswer(opened)) return opened;
  if (!opened.path.complete) return redirect(addressOf(resumePoint(opened.path) ?? 'situation', id));
  return recapPage(opened, [{ field: 'contenu', message }], CONFLICT);
}
