import { BadRequestException, NotFoundException } from '@nestjs/common';
import type { Month } from '#application/month/read-month';
import type { Result } from '#domain/values/result';

/** The month that an address asks for; a company that the viewer does not see is as good as none. */
export function monthShown(month: Result<Month>): Month {
  if (month.ok) return month.value;
  const { code, message } = month.refusal;
  throw code === 'ENTREPRISE_INCONNUE' ? new NotFoundException(message) : new BadRequestException(message);
}
