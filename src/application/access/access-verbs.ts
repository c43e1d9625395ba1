import type { Provider } from '@nestjs/common';
import { AcceptInvitation } from './accept-invitation';
import { ChangeCompanies } from './change-companies';
import { ChangePassword } from './change-password';
import { CloseDemoAccounts } from './close-demo-accounts';
import { CreateAccount } from './create-account';
import { DisableAccount } from './disable-account';
import { EndSession } from './end-session';
import { InviteAccount } from './invite-account';
import { ListAccounts } from './list-accounts';
import { ListSessions } from './list-sessions';
import { LoadSession } from './load-session';
import { OpenDemoAccounts } from './open-demo-accounts';
import { ReadInvitation } from './read-invitation';
import { RenewPassword } from './renew-password';
import { SaveSession } from './save-session';
import { SessionSecret } from './session-secret';
import { SignIn } from './sign-in';
import { SignInByProvider } from './sign-in-by-provider';
import { SignOutEverywhere } from './sign-out-everywhere';

/** Who comes in, and how. */
export const ACCESS_VERBS: Provider[] = [
  AcceptInvitation,
  ChangeCompanies,
  ChangePassword,
  CloseDemoAccounts,
  CreateAccount,
  DisableAccount,
  EndSession,
  InviteAccount,
  ListAccounts,
  ListSessions,
  LoadSession,
  OpenDemoAccounts,
  ReadInvitation,
  RenewPassword,
  SaveSession,
  SessionSecret,
  SignIn,
  SignInByProvider,
  SignOutEverywhere,
];
