import { ConsoleLogger, type LogLevel as NestLevel } from '@nestjs/common';
import { LOG_LEVELS, type LogLevel } from './environment';

/** Nest's name for each of our levels. */
const NAMES: Readonly<Record<Exclude<LogLevel, 'silent'>, NestLevel>> = {
  fatal: 'fatal',
  error: 'error',
  warn: 'warn',
  info: 'log',
  debug: 'debug',
  trace: 'verbose',
};

/** Logs on standard error, which leaves standard output to answers. */
export class StderrLogger extends ConsoleLogger {
  constructor(least: LogLevel) {
    super({ logLevels: namesFrom(least), colors: false, forceConsole: false });
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    level?: NestLevel,
    _stream?: 'stdout' | 'stderr',
    errorStack?: unknown,
  ): void {
    super.printMessages(messages, context, level, 'stderr', errorStack);
  }
}

/** Silent keeps the fatal ones: a process that ends says why. */
function namesFrom(least: LogLevel): NestLevel[] {
  const severe = LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(least) + 1);
  return least === 'silent' ? ['fatal'] : severe.flatMap((level) => (level === 'silent' ? [] : [NAMES[level]]));
}
