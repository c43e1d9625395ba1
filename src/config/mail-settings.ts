import type { Environment } from './environment';

/** How messages to people go out; null where nothing is configured, and then none does. */
export function mailSettings({ smtpUrl, mailFrom, publicUrl }: Environment) {
  if (smtpUrl === undefined || mailFrom === undefined || publicUrl === undefined) return null;
  return { smtpUrl, from: mailFrom, publicUrl: publicUrl.replace(/\/+$/, '') };
}
