import type { ComponentChildren, JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { Request } from '../page/request-context';

interface FormProps {
  readonly action: string;
  /** For files: the token then goes with the address, because it must be read before the body. */
  readonly multipart?: boolean;
  readonly id?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A form that changes something. The browser's own checks are off: ours speak French and keep what was typed. */
export function Form({ action, multipart = false, children, ...rest }: FormProps): JSX.Element {
  const { csrf } = useContext(Request);
  const separator = action.includes('?') ? '&' : '?';
  return multipart ? (
    <form
      method="post"
      action={`${action}${separator}_csrf=${encodeURIComponent(csrf)}`}
      enctype="multipart/form-data"
      noValidate
      {...rest}
    >
      {children}
    </form>
  ) : (
    <form method="post" action={action} noValidate {...rest}>
      <input type="hidden" name="_csrf" value={csrf} />
      {children}
    </form>
  );
}
