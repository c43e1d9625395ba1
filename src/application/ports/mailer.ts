import type { Letter } from '#domain/mail/letters';

export interface Message extends Letter {
  readonly to: string;
  /** The same each time this message is sent, so that a mailbox may know it again. */
  readonly messageId: string;
}

/** What the server of outgoing mail said. */
export type Delivery =
  | { readonly kind: 'TAKEN' }
  /** For good: the address does not exist, the server wants none of it. */
  | { readonly kind: 'REFUSED'; readonly why: string }
  /** For now; `down` when the next message would fare no better. */
  | { readonly kind: 'LATER'; readonly why: string; readonly down: boolean }
  /** The server had all of it and never answered: it may have taken it or not. */
  | { readonly kind: 'UNCLEAR'; readonly why: string };

/** The way out for messages. */
export abstract class Mailer {
  /**
   * `handOver` is called when only the end of the message is still to be sent: before it the server cannot have taken
   * it. When that rejects, the message is not ended and goes to nobody.
   */
  abstract send(message: Message, handOver: () => Promise<void>): Promise<Delivery>;
}
