import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Agent } from './agent.ts';
import type { Tunnel } from './tunnel.ts';

interface Request {
  readonly id: number;
  readonly method: string;
}

/** Answers every call at once; what is named is refused. */
class TestingSocket {
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: (() => void) | undefined;

  constructor(private readonly refused: Record<string, string>) {}

  send(text: string): void {
    const { id, method } = JSON.parse(text) as Request;
    const reason = this.refused[method];
    const answer =
      reason === undefined
        ? { id, result: { entries: [] } }
        : { id, error: { message: reason, data: { code: 'limit.reached' } } };
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(answer) }));
  }

  close(): void {
    this.onclose?.();
  }
}

function agent(refused: Record<string, string>): Agent {
  const socket = () => Promise.resolve(new TestingSocket(refused));
  return new Agent({ socket } as unknown as Tunnel);
}

describe('the connection to the agent', () => {
  const window = new EventTarget();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
    vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('serves when the workspace has too many folders to be watched, and says so', async () => {
    const one = agent({ 'fs/watch': 'more folders than can be watched' });
    const told: string[] = [];
    one.listen({ unwatched: (reason) => told.push(reason) });
    expect((await one.list('')).entries).toEqual([]);
    expect(told).toEqual(['more folders than can be watched']);
  });

  it('says it to those who listen later, too', async () => {
    const one = agent({ 'fs/watch': 'too many' });
    await one.list('');
    const told: string[] = [];
    one.listen({ unwatched: (reason) => told.push(reason) });
    expect(told).toEqual(['too many']);
  });

  it('has everything looked at again when the window is turned to, unless changes are told', async () => {
    const blind = agent({ 'fs/watch': 'too many' });
    const seeing = agent({});
    await Promise.all([blind.list(''), seeing.list('')]);
    const told: string[] = [];
    blind.listen({ changed: ({ overflow }) => told.push(`blind ${String(overflow)}`) });
    seeing.listen({ changed: () => told.push('seeing') });
    window.dispatchEvent(new Event('focus'));
    expect(told).toEqual(['blind true']);
  });
});
