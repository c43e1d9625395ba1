import type { Provider } from '@nestjs/common';
import { AnswerOnce } from './answer-once';
import { CreateApiKey } from './create-api-key';
import { ListApiKeys } from './list-api-keys';
import { OpenByKey } from './open-by-key';
import { RevokeApiKey } from './revoke-api-key';

/** What the door of programs needs beside the verbs of the trade: keys, and answers that are given once. */
export const API_VERBS: Provider[] = [AnswerOnce, CreateApiKey, ListApiKeys, OpenByKey, RevokeApiKey];
