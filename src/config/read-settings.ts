import type { Policy } from '#domain/reconciliation/policy';
import { accepted, type Result } from '#domain/values/result';
import type { Environment } from './environment';
import { feedSettings } from './feed-settings';
import { mailSettings } from './mail-settings';
import { readPolicy } from './policy-file';
import { readEnvironment } from './read-environment';
import { webhookSettings } from './webhook-settings';

/** What every process is told at its start: the variables, and what a house is opened with. */
export interface ProgramSettings {
  readonly environment: Environment;
  readonly house: {
    readonly dataDir: string;
    readonly databaseUrl: string | null;
    readonly now: string | null;
    readonly policy: Policy;
    readonly mail: ReturnType<typeof mailSettings>;
    readonly feeds: ReturnType<typeof feedSettings>;
    readonly webhooks: ReturnType<typeof webhookSettings>;
  };
}

/** The environment and the policy file, both checked; refuses with the first fault. */
export function readSettings(): Result<ProgramSettings> {
  const environment = readEnvironment();
  if (!environment.ok) return environment;
  const { dataDir, databaseUrl, now, policyFile } = environment.value;
  const policy = readPolicy(policyFile ?? null);
  if (!policy.ok) return policy;
  const mail = mailSettings(environment.value);
  const feeds = feedSettings(environment.value);
  const webhooks = webhookSettings(environment.value);
  const house = {
    dataDir,
    databaseUrl: databaseUrl ?? null,
    now: now ?? null,
    policy: policy.value,
    mail,
    feeds,
    webhooks,
  };
  return accepted({ environment: environment.value, house });
}
