import { Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { Unsubscribe } from '#application/mail/unsubscribe';
import { Anyone, SignedAddress } from '../page/access';
import { page, type Answer } from '../page/page';
import { PATHS } from '../paths';
import { UnsubscribedPage, UnsubscribePage } from './unsubscribe-page';

const OK = 200;

/**
 * The link at the foot of messages. Opening it changes nothing, as mail programs open links by themselves; its form
 * does, and so does the request by which a mail program unsubscribes in one click (RFC 8058).
 */
@Anyone()
@Controller()
export class UnsubscribeController {
  constructor(private readonly unsubscribe: Unsubscribe) {}

  @Get(PATHS.unsubscribe)
  async ask(@Param('token') token: string): Promise<Answer> {
    const kind = await this.kindOf(token, false);
    return page({ title: 'Ne plus recevoir ces messages', body: UnsubscribePage({ token, kind }) });
  }

  @SignedAddress()
  @HttpCode(OK)
  @Post(PATHS.unsubscribe)
  async end(@Param('token') token: string): Promise<Answer> {
    const kind = await this.kindOf(token, true);
    return page({ title: 'C’est noté', body: UnsubscribedPage({ kind }) });
  }

  private async kindOf(token: string, isAsked: boolean) {
    const about = await this.unsubscribe.run(token, isAsked);
    if (about.ok) return about.value;
    throw new NotFoundException(about.refusal.message);
  }
}
