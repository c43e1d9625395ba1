import type { Provider } from '@nestjs/common';
import { ListDeposits } from './list-deposits';
import type { WallClock } from '../ports/clock';
import { FeedSources } from '../ports/feed-source';
import { PollFeedSources } from './poll-feed-sources';
import type { PortalSettings } from './portal-client';
import { PortalSource } from './portal-source';
import { ReadDeposit } from './read-deposit';
import { ReceiveDeposit } from './receive-deposit';
import { TakeDeposit } from './take-deposit';
import { WatchedFolder } from './watched-folder';

/** Documents of rates that arrive by themselves. */
export const DEPOSIT_VERBS: Provider[] = [ListDeposits, PollFeedSources, ReadDeposit, ReceiveDeposit, TakeDeposit];

/** Where documents are looked for. */
export interface FeedSettings {
  /** Absolute path of a folder that is watched; null for none. */
  readonly folder: string | null;
  /** Null for none. */
  readonly portal: PortalSettings | null;
}

export const NO_FEEDS: FeedSettings = { folder: null, portal: null };

export const feedSourcesOf = ({ folder, portal }: FeedSettings, wallClock: WallClock): FeedSources =>
  new FeedSources([
    ...(folder === null ? [] : [new WatchedFolder(folder)]),
    ...(portal === null ? [] : [new PortalSource(portal, wallClock)]),
  ]);
