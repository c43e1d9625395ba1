import type { Provider } from '@nestjs/common';
import { ListFeedRejections } from './list-feed-rejections';
import { ListFeedVerdicts } from './list-feed-verdicts';
import { ListFeeds } from './list-feeds';
import { ReadFeed } from './read-feed';

/** Documents received and their lines. */
export const FEED_VERBS: Provider[] = [ListFeeds, ReadFeed, ListFeedVerdicts, ListFeedRejections];
