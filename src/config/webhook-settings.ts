import type { Environment } from './environment';

/** Where events may be sent. */
export const webhookSettings = ({ webhookPorts, webhookAllowLoopback }: Environment) => ({
  ports: webhookPorts.split(',').map(Number),
  allowLoopback: webhookAllowLoopback === 'oui',
});
