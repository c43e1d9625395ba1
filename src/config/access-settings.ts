import type { Environment } from './environment';

/** The identity provider that people may come in by. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** How the sign-in page calls it. */
  readonly name: string;
}

/** How much programs may ask. */
export interface ApiSettings {
  /** Of one key. */
  readonly requestsPerMinute: number;
  /** Where several processes count together; null to count in each one. */
  readonly redisUrl: string | null;
}

/** How the pages let people in, and the API programs. */
export interface AccessSettings {
  /** Address that people know, without a final slash; null when it is the one listened on. */
  readonly publicUrl: string | null;
  /** Signs cookies; null for one that the base keeps. */
  readonly sessionSecret: string | null;
  readonly limits: { readonly idleMinutes: number; readonly hours: number };
  /** Networks whose word on the visitor's address and protocol is taken; null for none. */
  readonly trustedProxies: string | null;
  readonly provider: ProviderSettings | null;
  readonly api: ApiSettings;
}

/** Behind an address of its own stands a proxy on this machine, unless told otherwise. */
const PROXY_BESIDE = 'loopback';

export function accessSettings(environment: Environment): AccessSettings {
  const { publicUrl, sessionSecret, sessionIdleMinutes, sessionHours, trustedProxies } = environment;
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName, apiRequestsPerMinute, redisUrl } = environment;
  return {
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    sessionSecret: sessionSecret ?? null,
    limits: { idleMinutes: sessionIdleMinutes, hours: sessionHours },
    trustedProxies: trustedProxies ?? (publicUrl === undefined ? null : PROXY_BESIDE),
    provider:
      oidcIssuer === undefined || oidcClientId === undefined
        ? null
        : { issuer: oidcIssuer, clientId: oidcClientId, clientSecret: oidcClientSecret ?? null, name: oidcName },
    api: { requestsPerMinute: apiRequestsPerMinute, redisUrl: redisUrl ?? null },
  };
}

/** Where people reach the pages, without a final slash; a machine that listens everywhere is named as its own people do. */
export function pagesUrl({ publicUrl, host, port }: Environment): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
