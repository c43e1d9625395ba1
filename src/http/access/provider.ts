import { Inject, Injectable } from '@nestjs/common';
import type { ProvidedIdentity } from '#application/access/sign-in-by-provider';
import type { AccessSettings } from '#config/access-settings';
import { PATHS } from '../paths';
import { ACCESS_SETTINGS } from './access-settings';

/** Published as an ES module only: loaded when it is needed. */
const loadOpenId = () => import('openid-client');
type OpenId = Awaited<ReturnType<typeof loadOpenId>>;
type Configuration = Awaited<ReturnType<OpenId['discovery']>>;

interface Known {
  readonly openid: OpenId;
  readonly configuration: Configuration;
}

/** What must come back with the person, and the address that leads them to the provider. */
export interface Departure {
  readonly address: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The configured identity provider: authorization code with PKCE, state and nonce (OpenID Connect Core, RFC 9700). */
@Injectable()
export class Provider {
  private known: Promise<Known> | null = null;

  constructor(@Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings) {}

  get isConfigured(): boolean {
    return this.settings.provider !== null;
  }

  async departure(): Promise<Departure> {
    const { openid, configuration } = await this.discovered();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const verifier = openid.randomPKCECodeVerifier();
    const address = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.address(PATHS.oidcReturn),
      scope: 'openid email',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { address: address.href, state, nonce, verifier };
  }

  /** Whom the provider sent back; throws when what came back is not what was sent for. */
  async identity(url: string, sent: Omit<Departure, 'address'>): Promise<ProvidedIdentity> {
    const { openid, configuration } = await this.discovered();
    const tokens = await openid.authorizationCodeGrant(configuration, new URL(this.address(url)), {
      pkceCodeVerifier: sent.verifier,
      expectedState: sent.state,
      expectedNonce: sent.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The identity provider gave no ID token.');
    // Many providers tell the address only on their own page about the person.
    const told =
      claims.email === undefined ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
    return { email: typeof told.email === 'string' ? told.email : '', emailVerified: told.email_verified === true };
  }

  private address(path: string): string {
    if (this.settings.publicUrl === null) throw new Error('An identity provider needs a public address.');
    return `${this.settings.publicUrl}${path}`;
  }

  /** Asked once; again after a failure, as the provider may have been away. */
  private discovered(): Promise<Known> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async discover(): Promise<Known> {
    const { provider } = this.settings;
    if (provider === null) throw new Error('No identity provider is configured.');
    const { issuer, clientId, clientSecret } = provider;
    const openid = await loadOpenId();
    const insecure = issuer.startsWith('http:') ? { execute: [openid.allowInsecureRequests] } : {};
    const configuration = await openid.discovery(
      new URL(issuer),
      clientId,
      {},
      clientSecret === null ? openid.None() : openid.ClientSecretPost(clientSecret),
      insecure,
    );
    return { openid, configuration };
  }
}
