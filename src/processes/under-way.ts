import type { Server, ServerResponse } from 'node:http';

/** The requests that a server has not answered yet. */
export class UnderWay {
  private count = 0;
  private none: (() => void) | null = null;

  constructor(server: Server) {
    server.on('request', (_request, response: ServerResponse) => {
      this.count += 1;
      response.once('close', () => {
        this.count -= 1;
        if (this.count === 0) this.none?.();
      });
    });
  }

  /** Resolves once all are answered, or after that many milliseconds. */
  async answered(mostMs: number): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      const bored = setTimeout(resolve, mostMs);
      this.none = () => {
        clearTimeout(bored);
        resolve();
      };
    });
  }
}
