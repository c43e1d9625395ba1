import { HttpStatus, Injectable, type OnModuleDestroy } from '@nestjs/common';
import Redis from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { ApiSettings } from '#config/access-settings';
import { countedAddress } from '#domain/access/attempts';
import { ProblemException } from './problem';

/** Keys that do not open, per address and minute: a program that is wrongly set up, or somebody who tries. */
const MOST_FAILURES = 20;
const SECONDS = 60;

/** How much a key may ask, and how often an address may be wrong. Without Redis, or when it is gone, each process counts for itself. */
@Injectable()
export class Limits implements OnModuleDestroy {
  private readonly redis: Redis | null;
  private readonly requests: RateLimiterAbstract;
  private readonly failures: RateLimiterAbstract;

  constructor(private readonly settings: ApiSettings) {
    const { redisUrl, requestsPerMinute } = settings;
    this.redis = redisUrl === null ? null : connection(redisUrl);
    this.requests = limiter(this.redis, 'tj-api-key', requestsPerMinute);
    this.failures = limiter(this.redis, 'tj-api-address', MOST_FAILURES);
  }

  /** Counts a request of a key and gives the headers that say what is left; throws 429 when nothing is. */
  async countRequest(keyId: number): Promise<Readonly<Record<string, string>>> {
    const most = this.settings.requestsPerMinute;
    const { isOver, left, seconds } = await taken(this.requests, String(keyId));
    const headers = {
      'ratelimit-policy': `"minute";q=${String(most)};w=${String(SECONDS)}`,
      ratelimit: `"minute";r=${String(left)};t=${String(seconds)}`,
    };
    if (!isOver) return headers;
    const detail = `Cette clé a dépassé ${String(most)} requêtes par minute : attendez ${String(seconds)} s, puis continuez.`;
    throw tooMany(detail, seconds, headers);
  }

  /** Counts a key that does not open; throws 429 when the address was wrong too often. One that opens is never held up. */
  async countFailure(address: string): Promise<void> {
    const { isOver, seconds } = await taken(this.failures, countedAddress(address));
    if (!isOver) return;
    throw tooMany(`Trop de clés refusées depuis cette adresse : attendez ${String(seconds)} s.`, seconds);
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }
}

function connection(url: string): Redis {
  // A request never waits for Redis: what it cannot count at once is counted here.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  return redis;
}

function limiter(redis: Redis | null, keyPrefix: string, points: number): RateLimiterAbstract {
  const options = { keyPrefix, points, duration: SECONDS };
  const here = new RateLimiterMemory(options);
  return redis === null ? here : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: here });
}

interface Taken {
  readonly isOver: boolean;
  readonly left: number;
  /** Until the count begins anew. */
  readonly seconds: number;
}

async function taken(limiter: RateLimiterAbstract, name: string): Promise<Taken> {
  try {
    return { isOver: false, ...stateOf(await limiter.consume(name)) };
  } catch (over) {
    if (over instanceof RateLimiterRes) return { isOver: true, ...stateOf(over) };
    throw over;
  }
}

const stateOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes): Omit<Taken, 'isOver'> => ({
  left: remainingPoints,
  seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});

const tooMany = (detail: string, seconds: number, headers: Readonly<Record<string, string>> = {}): ProblemException =>
  new ProblemException({
    status: HttpStatus.TOO_MANY_REQUESTS,
    code: 'TROP_DE_REQUETES',
    detail,
    headers: { ...headers, 'retry-after': String(seconds) },
  });
