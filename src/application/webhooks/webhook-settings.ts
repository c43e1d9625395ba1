const HTTPS = 443;
const HTTPS_BESIDE = 8443;

/** Where events may be sent. */
export class WebhookSettings {
  constructor(
    /** Ports of receivers; on this machine, when it is allowed, any. */
    readonly ports: readonly number[] = [HTTPS, HTTPS_BESIDE],
    /** Receivers on this machine, over http too: for development and tests. */
    readonly allowLoopback = false,
  ) {}
}
