import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { House } from '#application/house';
import { Api } from '../api.module';
import { documentOf } from './document';

/** Writes docs/openapi.json from the decorators alone: nothing is opened, and no base is needed. */
async function write(): Promise<void> {
  const access = { api: { requestsPerMinute: 1, redisUrl: null }, sessionSecret: null };
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create(Api.of(House.unopened(), access), new FastifyAdapter(), options);
  const path = join(__dirname, '..', '..', '..', '..', 'docs', 'openapi.json');
  writeFileSync(path, `${JSON.stringify(documentOf(app, Api), null, 2)}\n`);
}

write().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
