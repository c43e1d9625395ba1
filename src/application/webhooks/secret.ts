import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { secretNamed } from '#storage/access/secrets';
import type { Tx } from '#storage/database';

const BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** A new secret as Standard Webhooks writes them. */
export const freshSecret = (): string => `whsec_${randomBytes(BYTES).toString('base64')}`;

/** The key under which secrets lie in the base, made when there is none. */
export const sealingKey = async (tx: Tx): Promise<Buffer> =>
  Buffer.from(await secretNamed(tx, 'webhook-sealing', randomBytes(BYTES).toString('base64url')), 'base64url');

/** Bound to its endpoint: copied to another row it opens nothing. */
const boundTo = (endpointId: number): Buffer => Buffer.from(`webhook_secret ${endpointId}`);

export function sealed(secret: string, endpointId: number, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(endpointId));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** Throws when it was sealed for another endpoint, by another key, or changed since. */
export function unsealed(stored: string, endpointId: number, key: Buffer): string {
  const bytes = Buffer.from(stored, 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(boundTo(endpointId))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

/** The headers of an attempt made at `at`: a signature for each secret that is good then. */
export function signedHeaders(
  { messageId, body, at }: { readonly messageId: string; readonly body: string; readonly at: string },
  secrets: readonly string[],
): Record<string, string> {
  const moment = new Date(at);
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Taux-Juste-Webhooks/1',
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, moment, body)).join(' '),
  };
}
