import { describe, expect, it } from 'vitest';
import { Rpc } from './rpc.ts';

function connected() {
  const sent: string[] = [];
  return { sent, rpc: new Rpc({ send: (text) => sent.push(text), close: () => undefined }) };
}

describe('Rpc', () => {
  it('gives each answer to its call, in any order', async () => {
    const { rpc, sent } = connected();
    const first = rpc.call<string>('fs/stat', { path: 'a' });
    const second = rpc.call<string>('fs/stat', { path: 'b' });

    rpc.received('{"jsonrpc":"2.0","id":2,"result":"b"}');
    rpc.received('{"jsonrpc":"2.0","id":1,"result":"a"}');

    expect(await first).toBe('a');
    expect(await second).toBe('b');
    expect(sent[0]).toBe('{"jsonrpc":"2.0","id":1,"method":"fs/stat","params":{"path":"a"}}');
  });

  it('rejects with the code the agent gave', async () => {
    const { rpc } = connected();
    const call = rpc.call('fs/stat', { path: 'a' });

    rpc.received(
      '{"id":1,"error":{"code":-32020,"message":"no a","data":{"code":"file.not_found"}}}',
    );

    await expect(call).rejects.toMatchObject({ code: 'file.not_found', message: 'no a' });
  });

  it('tells every listener of a notification', () => {
    const { rpc } = connected();
    const heard: unknown[] = [];
    rpc.on('fs/changed', (params) => heard.push(params));
    rpc.on('fs/changed', (params) => heard.push(params));

    rpc.received('{"method":"fs/changed","params":{"overflow":true}}');

    expect(heard).toEqual([{ overflow: true }, { overflow: true }]);
  });

  it('ends open calls with the socket', async () => {
    const { rpc } = connected();
    const call = rpc.call('fs/stat', { path: 'a' });

    rpc.ended();

    await expect(call).rejects.toMatchObject({ code: 'connection.lost' });
  });
});
