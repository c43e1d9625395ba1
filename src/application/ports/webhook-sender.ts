/** One attempt, ready to be sent. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of an attempt. */
export type WebhookAnswer =
  | { readonly kind: 'TAKEN'; readonly status: number }
  /** 410: the receiver wants nothing any more. */
  | { readonly kind: 'GONE' }
  /** One French sentence, without final stop, for whoever looks after the endpoint. */
  | { readonly kind: 'FAILED'; readonly why: string };

/** The way out for events. */
export abstract class WebhookSender {
  /** Never throws for what a receiver does; ends within seconds, at once when `stop` is aborted. */
  abstract send(request: WebhookRequest, stop: AbortSignal): Promise<WebhookAnswer>;
}
