import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role, Viewer } from '#application/access/viewer';

export const ALLOWED = 'access.allowed';
export type Allowed = 'ANYONE' | readonly Role[];

/** Who may use a route: every handler says it, and the guard refuses one that does not. */
export const Allow = (...roles: readonly [Role, ...Role[]]): CustomDecorator => SetMetadata(ALLOWED, roles);

/** Without sign-in. */
export const Anyone = (): CustomDecorator => SetMetadata(ALLOWED, 'ANYONE');

export const SIGNED = 'access.signed';

/** The address itself proves who may send its form: mail programs send it too, and they have no token of ours. */
export const SignedAddress = (): CustomDecorator => SetMetadata(SIGNED, true);

/** Set by the guard on the request. */
export interface WithViewer {
  viewer?: Viewer;
}

/** The signed-in person; on a route for anyone there may be none, so those must not ask for it. */
export const CurrentViewer = createParamDecorator((_data: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = context.switchToHttp().getRequest<WithViewer>();
  if (viewer === undefined) throw new Error('This route is open to anyone: it has no viewer.');
  return viewer;
});
