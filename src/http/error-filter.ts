import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ErrorPage, type ErrorProps } from './views/error-page';
import { htmlOf } from './views/layout';

const SURPRISE: ErrorProps = {
  title: 'Un problème est survenu',
  sentence: 'La page n’a pas pu être préparée. Réessayez ; si cela dure, lisez le journal du programme.',
};

/** Pages for what goes wrong. What the visitor asked badly is said; of a surprise, nothing but that it is in the log. */
export const errorPages: Readonly<Partial<Record<number, (sentence: string) => ErrorProps>>> = {
  400: (sentence) => ({ title: 'Adresse mal formée', sentence }),
  404: () => ({ title: 'Page introuvable', sentence: 'Cette adresse ne mène nulle part : vérifiez-la.' }),
  421: (sentence) => ({ title: 'Adresse refusée', sentence }),
  503: (sentence) => ({ title: 'Pas encore prêt', sentence }),
};

export const errorHtml = (status: number, sentence: string): string =>
  htmlOf(ErrorPage(errorPages[status]?.(sentence) ?? SURPRISE));

@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly log: (line: string) => void,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const expected = error instanceof HttpException && errorPages[error.getStatus()] !== undefined;
    const status = expected ? error.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR;
    if (!expected) this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const { httpAdapter } = this.adapters;
    const response: unknown = host.switchToHttp().getResponse();
    httpAdapter.setHeader(response, 'content-type', 'text/html; charset=utf-8');
    httpAdapter.reply(response, errorHtml(status, expected ? error.message : ''), status);
  }
}
