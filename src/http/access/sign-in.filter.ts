import { Catch, UnauthorizedException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { linkTo } from '../paths';
import { placeInside } from './place-inside';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

const SEE_OTHER = 303;

/** Who must sign in is led there, and back to where they were. */
@Catch(UnauthorizedException)
export class SignInFilter implements ExceptionFilter<UnauthorizedException> {
  catch(_error: UnauthorizedException, host: ArgumentsHost): void {
    const { method, url, headers } = host.switchToHttp().getRequest<Asked>();
    const reply = host.switchToHttp().getResponse<Reply>();
    // A form is not sent again after sign-in: its page is opened, with what was saved of it.
    const to = method === 'GET' ? url : placeInside(headers.referer);
    reply
      .code(SEE_OTHER)
      .header('location', linkTo('signIn', {}, { suite: to === '/' ? null : to }))
      .send('');
  }
}
