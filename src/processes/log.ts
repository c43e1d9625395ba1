import type { LoggerService } from '@nestjs/common';
import { Logger as NestLogger, PinoLogger } from 'nestjs-pino';
import { pino, type Logger } from 'pino';
import type { Environment } from '#config/environment';
import { REQUEST, textOf } from './log-text';
import { scrubbed } from './scrub';

type Facts = Readonly<Record<string, unknown>>;

/** What a process says about itself, on standard error: standard output is left to answers. */
export interface ProgramLog {
  /** One French sentence for who runs the program. */
  readonly say: (line: string) => void;
  /** What who starts it by hand must read to go on: told at a terminal even when little is logged. */
  readonly tell: (line: string) => void;
  /** A surprise, with what is known of where it happened. */
  readonly fault: (line: string) => void;
  /** Why this process ends. */
  readonly fatal: (line: string) => void;
  /** One request that was answered; a routine one is nobody's visit. */
  readonly request: (facts: object, isRoutine: boolean) => void;
  /** For what Nest and our own rooms log by its name. */
  readonly nest: LoggerService;
}

export interface LogOptions {
  /** What this process is. */
  readonly role: string;
  /** Facts of the request or job under way. */
  readonly around: () => Facts;
}

type LogSettings = Pick<Environment, 'logFormat' | 'logLevel'>;

/** Sentences for who started it by hand, else one JSON document per line for a machine that collects them. */
export function openLog(settings: LogSettings, { role, around }: LogOptions): ProgramLog {
  const asText = (settings.logFormat ?? (process.stderr.isTTY ? 'text' : 'json')) === 'text';
  const write = (line: string): void => {
    process.stderr.write(scrubbed(asText ? textOf(line) : line));
  };
  const logger = loggerTo(write, settings, { role, around });
  return {
    say: (line) => logger.info(line),
    tell: (line) => {
      if (logger.isLevelEnabled('info')) logger.info(line);
      else if (process.stderr.isTTY) process.stderr.write(scrubbed(`${line}\n`));
    },
    fault: (line) => logger.error(line),
    fatal: (line) => logger.fatal(line),
    // Who reads sentences at a terminal did not ask for one per request.
    request: (facts, isRoutine) => logger[asText || isRoutine ? 'debug' : 'info'](facts, REQUEST),
    nest: new NestLogger(new PinoLogger({ pinoHttp: { logger } }), {}),
  };
}

/** Nest says at each start which of its parts it has made. */
const FRAMEWORK = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'];
const INFO = 30;

const isFramework = ([first]: readonly unknown[]): boolean =>
  typeof first === 'object' && first !== null && 'context' in first && FRAMEWORK.includes(String(first.context));

/** Whoever asked to listen is told in a sentence of ours; Nest says the same before it, in English. */
const isListenFault = (args: readonly unknown[]): boolean =>
  args.some((one) => typeof one === 'string' && /\blisten E[A-Z]+/.test(one));

const loggerTo = (write: (line: string) => void, { logLevel }: LogSettings, { role, around }: LogOptions): Logger =>
  pino(
    {
      // A process that ends says why, however silent it was asked to be.
      level: logLevel === 'silent' ? 'fatal' : logLevel,
      base: { process: role, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...around() }),
      // Nobody writes these: should a library do so tomorrow, they still do not get out.
      redact: { paths: ['headers', 'body', '*.headers', '*.body'], remove: true },
      hooks: {
        logMethod(args, method, level) {
          if (isFramework(args) && (level <= INFO || isListenFault(args))) return;
          method.apply(this, args);
        },
      },
    },
    { write },
  );
