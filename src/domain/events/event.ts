/** The facts that other programs are told; the names are a contract (docs/webhooks.md). */
export const EVENT_TYPES = ['rate.changed', 'task.raised', 'task.done', 'feed.completed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const isEventType = (text: string): text is EventType => (EVENT_TYPES as readonly string[]).includes(text);

export const EVENT_WORDS: Readonly<Record<EventType, string>> = {
  'rate.changed': 'Taux changé',
  'task.raised': 'Tâche à faire',
  'task.done': 'Tâche terminée',
  'feed.completed': 'Flux traité',
};

/** What is sent: the same bytes at every attempt. */
export interface Envelope {
  /** A fact, or a trial. */
  readonly type: EventType | 'endpoint.ping';
  /** When the fact was recorded, ISO in UTC. */
  readonly timestamp: string;
  readonly data: unknown;
}

export const bodyOf = ({ type, timestamp, data }: Envelope): string => JSON.stringify({ type, timestamp, data });

/** The number of an event as receivers see it: stable, so that they know again what they have taken already. */
export const messageIdOf = (key: string): string => `evt_${key.replaceAll('-', '')}`;
