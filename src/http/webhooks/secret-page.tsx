import type { JSX } from 'preact';
import { frenchMoment } from '#application/ports/paris';
import { linkTo } from '../paths';
import { Button } from '../ui/button';
import { InsetText } from '../ui/inset-text';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly title: string;
  readonly endpoint: {
    readonly id: number;
    readonly url: string;
    readonly secret: string;
    /** Until when the former one signs too; none before it. */
    readonly formerUntil?: string;
  };
}

/** Shown this once: the program itself cannot say it again. */
export const SecretPage = ({ title, endpoint: { id, url, secret, formerUntil } }: Props): JSX.Element => (
  <>
    <PageHeading caption={<span class="govuk-!-text-break-word">{url}</span>}>{title}</PageHeading>
    <p class="govuk-body">
      Copiez ce secret dans le logiciel qui reçoit : il vérifie que les envois viennent bien d’ici. Il ne sera plus
      montré.
    </p>
    <InsetText>
      <code class="govuk-!-text-break-word">{secret}</code>
    </InsetText>
    {formerUntil === undefined ? null : (
      <p class="govuk-body">L’ancien secret signe aussi jusqu’au {frenchMoment(formerUntil)}.</p>
    )}
    <Button href={linkTo('webhook', { id })}>C’est copié</Button>
  </>
);
