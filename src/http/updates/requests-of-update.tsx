import type { JSX } from 'preact';
import { momentWords } from '#application/ports/paris';
import type { DoneForYou } from '#application/updates/read-update';
import { Timeline } from '../ui/timeline';
import { personWords } from '../views/person';

type Requests = DoneForYou['requests'];

/** What people said of the update and what support answered, the latest first. */
export const RequestsOfUpdate = ({ requests }: { readonly requests: Requests }): JSX.Element | null =>
  requests.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Échanges avec le support</h2>
      <Timeline items={requests.flatMap(itemsOf)} />
    </>
  );

function itemsOf(request: Requests[number]) {
  const asked = {
    title: request.status === 'OPEN' ? 'Signalée comme fausse : le support va répondre' : 'Signalée comme fausse',
    by: personWords(request.askedBy),
    at: request.askedAt,
    when: momentWords(request.askedAt),
    children: <Words text={request.words} />,
  };
  if (request.status === 'OPEN') return [asked];
  const answered = {
    title: 'Réponse du support',
    by: personWords(request.answeredBy),
    at: request.answeredAt,
    when: momentWords(request.answeredAt),
    children: <Words text={request.answer} />,
  };
  return [answered, asked];
}

/** What a person wrote, with its lines. */
export const Words = ({ text }: { readonly text: string }): JSX.Element => (
  <>
    {text.split('\n').map((line, index) => (
      <p key={index}>{line}</p>
    ))}
  </>
);
