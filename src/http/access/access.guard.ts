import {
  ForbiddenException,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { ALLOWED, SIGNED, type Allowed, type WithViewer } from '../page/access';
import { isApi } from '../paths';

const READING = ['GET', 'HEAD', 'OPTIONS'];

interface Asked extends WithViewer {
  readonly url: string;
  readonly method: string;
}

/** Verifies that a form came from one of our pages, opened in the same session. */
export type FormCheck = (request: unknown) => Promise<boolean>;

/** The first wall: a handler that does not say who may use it is closed to everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly isOurForm: FormCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Asked>();
    // The door of programs has a guard of its own, which no session opens.
    if (isApi(request.url)) return true;
    const allowed = this.reflector.getAllAndOverride<Allowed | undefined>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (allowed === undefined) throw new ForbiddenException('Cette adresse n’est ouverte à personne.');
    if (allowed !== 'ANYONE') {
      const { viewer } = request;
      if (viewer === undefined) throw new UnauthorizedException('Connectez-vous pour ouvrir cette page.');
      if (!allowed.includes(viewer.role))
        throw new ForbiddenException('Cette page n’est pas ouverte à votre rôle : demandez à votre administrateur.');
    }
    const signed = this.reflector.get<boolean | undefined>(SIGNED, context.getHandler()) === true;
    if (!READING.includes(request.method) && !signed && !(await this.isOurForm(request)))
      throw new ForbiddenException(
        'Ce formulaire n’est plus valable, sans doute parce que vous vous êtes reconnecté depuis : revenez en arrière, rechargez la page et envoyez-le de nouveau.',
      );
    return true;
  }
}
