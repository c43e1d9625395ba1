import type { JSX } from 'preact';
import { PATHS } from '../paths';
import { SubNavigation } from '../ui/sub-navigation';

/** The two lists of what came in. */
export const OperationsNavigation = ({ at }: { readonly at: 'verdicts' | 'feeds' }): JSX.Element => (
  <SubNavigation
    label="Flux et verdicts"
    items={[
      { href: PATHS.verdicts, text: 'Verdicts', current: at === 'verdicts' },
      { href: PATHS.feeds, text: 'Flux reçus', current: at === 'feeds' },
    ]}
  />
);
