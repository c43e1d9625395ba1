import { correlated, correlationId, correlationOf } from '#application/correlation';

const MADE = /^[0-9a-f]{32}$/;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the id of a request', () => {
  it('is that of the trace it belongs to', () => {
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, 'x-request-id': 'proxy-12345678' };
    expect(correlationOf(headers)).toBe(TRACE);
  });

  it('is else the one that a proxy gave', () => {
    expect(correlationOf({ 'x-request-id': 'proxy-12345678' })).toBe('proxy-12345678');
  });

  it.each([
    ['nothing', {}],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
    ['a name too short', { 'x-request-id': 'abc' }],
    ['a name too long', { 'x-request-id': 'a'.repeat(65) }],
    ['a name with a line break', { 'x-request-id': 'proxy-123\n{"level":"fatal"}' }],
    ['what could be a NIR', { 'x-request-id': '184127645108946' }],
    ['two names', { 'x-request-id': ['proxy-12345678', 'proxy-87654321'] }],
  ])('is made here when it brings %s', (_what, headers) => {
    expect(correlationOf(headers)).toMatch(MADE);
  });

  it('follows what it led to, and nothing else', async () => {
    const later = correlated('proxy-12345678', async () => {
      await Promise.resolve();
      return correlationId();
    });
    expect(correlationId()).toBeNull();
    expect(await later).toBe('proxy-12345678');
  });
});
