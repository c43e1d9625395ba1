import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { MEASURES_TYPE, measuresText } from './process-metrics';

export interface ProbeAnswers {
  readonly host: string;
  readonly port: number;
  /** Null where anyone who reaches the port may read the measures: it is a port of its own. */
  readonly metricsToken: string | null;
  readonly ready: () => Promise<{ readonly ready: boolean; readonly body: object }>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** The few addresses of a process that serves no page: whether it lives, whether it is ready, and its measures. */
export async function openProbes(answers: ProbeAnswers): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, answers).catch(() => send(response, 500, JSON_TYPE, '{"status":"down"}'));
  });
  server.listen(answers.port, answers.host);
  await once(server, 'listening');
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, answers: ProbeAnswers): Promise<void> {
  const [path] = (request.url ?? '/').split('?');
  if (path === '/health/live') send(response, 200, JSON_TYPE, '{"status":"ok"}');
  else if (path === '/health/ready') {
    const { ready, body } = await answers.ready();
    send(response, ready ? 200 : 503, JSON_TYPE, JSON.stringify(body));
  } else if (path === '/metrics') {
    const mayRead = answers.metricsToken === null || request.headers.authorization === `Bearer ${answers.metricsToken}`;
    if (mayRead) send(response, 200, MEASURES_TYPE, await measuresText());
    else send(response, 403, JSON_TYPE, '{"status":"forbidden"}');
  } else send(response, 404, JSON_TYPE, '{"status":"unknown"}');
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};
