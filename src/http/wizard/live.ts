import { createElement } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Caller } from '#application/access/caller';
import type { SaveDraft } from '#application/tasks/save-draft';
import type { Answers } from '#domain/journey/answers';
import { checkProfiles } from '#domain/journey/check';
import { textOf } from '../page/fields';
import { unbroken } from '../page/typography';
import { personWords } from '../views/person';
import { Findings, firstReasons } from './findings';
import type { OpenTask } from './open-task';
import { ratesFields, versionOf } from './read-form';

/** What a page of rates is told while it is being typed in. */
export interface LiveAnswer {
  /** Of the draft, to go with the next saving. */
  readonly version: number;
  /** HTML of what there is to say, by place of the profile. */
  readonly findings: readonly string[];
  /** Said when somebody else is typing too; null when nobody is. */
  readonly message: string | null;
}

export const wantsLive = (accept: string | undefined): boolean => accept?.startsWith('application/json') === true;

interface Typing {
  readonly id: string;
  readonly body: unknown;
}

/** Looks at what is typed, and keeps it when a field has been left. */
export async function liveAnswer(
  save: SaveDraft,
  { answers, question }: OpenTask,
  { id, body }: Typing,
  caller: Caller,
): Promise<LiveAnswer> {
  const fields = ratesFields(body, { sorted: false });
  const typed = { ...answers, ...fields };
  const findings = findingsHtml(typed, question);
  const version = versionOf(body);
  if (textOf(body, 'keep') !== 'oui') return { version, findings, message: null };
  const saved = await save.run(id, { version, fields }, caller);
  if (!saved.ok) return { version, findings, message: saved.refusal.message };
  if (saved.value.kind === 'SAVED') return { version: saved.value.draft.version, findings, message: null };
  const { by } = saved.value.theirs;
  const who = by === null ? 'Quelqu’un' : personWords(by.actor);
  const message = `${who} change les mêmes champs en ce moment : continuez, vous choisirez en validant la page.`;
  return { version, findings, message };
}

function findingsHtml(answers: Answers, question: OpenTask['question']): readonly string[] {
  const checked = checkProfiles(answers, question);
  const first = firstReasons(checked);
  return checked.map((one, index) => {
    const props = { checked: one, reasons: answers.reasons, withFaults: true, errors: [] };
    return unbroken(renderToString(createElement(Findings, { ...props, firstReason: first[index] ?? 1 })));
  });
}
