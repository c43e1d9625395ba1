// A real OpenID Connect provider as a process of its own: `node identity-provider.mjs <port> <redirect uri>`.
// Who signs in as `anne@exemple.fr` has that address, verified; as `autre+anne@exemple.fr`, not verified.
import Provider from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'taux-juste',
      client_secret: 'un-secret-de-test',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  cookies: { keys: ['une clé de test'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id.replace(/^autre\+/, ''), email_verified: !id.startsWith('autre+') }),
  }),
});

provider.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${issuer}\n`));
process.once('SIGTERM', () => process.exit(0));
