import type { Environment } from './environment';

/** Where documents of rates are looked for: a folder that is watched, a portal. */
export const feedSettings = (environment: Environment) => ({
  folder: environment.feedFolder ?? null,
  portal: portalOf(environment),
});

function portalOf(environment: Environment) {
  const { crmUrl: url, crmUser: user, crmPassword: password, crmDays: days } = environment;
  if (url === undefined || user === undefined || password === undefined) return null;
  const paths = {
    token: environment.crmTokenPath,
    deposits: environment.crmDepositsPath,
    returns: environment.crmReturnsPath,
    return: environment.crmReturnPath,
  };
  return { url, user, password, paths, days };
}
