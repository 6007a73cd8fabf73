import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession, RestSessionDetail } from '../../web/protocol/src/index.ts';
import { Client, soon } from './client.ts';
import { Server } from './server.ts';

/** What the contract gives: after 2 s without a change everything is safe; half a second is for the test. */
const SAFE_MILLIS = 2_500;

describe('work that is never lost', () => {
  let server: Server;
  let ann: Client;
  let session: RestSession;

  beforeAll(async () => {
    server = await Server.start();
    ann = await Client.of(server, 'ann');
    await ann.project('blinky');
    session = await ann.session('ann/blinky');
  });

  afterAll(async () => {
    await server?.remove();
  });

  it('survives the end of its sandbox and the removal of its folder', async () => {
    const file = `${session.tunnel}files/src/deep/edited.v`;
    expect((await ann.call('PUT', file, 'module edited; endmodule\n')).status).toBe(201);
    await pause(SAFE_MILLIS);

    const { container, claim } = await detail();
    if (!container?.pid || !container.dir) throw new Error('the local engine tells pid and folder');
    execFileSync('kill', ['-9', String(container.pid)]);
    rmSync(container.dir, { recursive: true, force: true });

    await soon('the session goes on elsewhere', async () => {
      const now = await detail();
      return now.state === 'active' && now.container?.id !== container.id;
    });
    const restored = await ann.call('GET', file);
    expect(restored.status).toBe(200);
    expect(await restored.text()).toBe('module edited; endmodule\n');
    const after = await detail();
    expect(after.id).toBe(session.id);
    expect(number(after.claim)).toBeGreaterThan(number(claim));
  });

  it('is there again after the session was ended and opened anew', async () => {
    await ann.call('DELETE', `/api/v1/sessions/${session.id}`);
    await soon('the session is destroyed', async () => (await detail()).state === 'destroyed');

    const next = await ann.session('ann/blinky');

    expect(next.id).not.toBe(session.id);
    const again = await ann.call('GET', `${next.tunnel}files/src/deep/edited.v`);
    expect(await again.text()).toBe('module edited; endmodule\n');
  });

  async function detail(): Promise<RestSessionDetail> {
    const shown = await server.admin('session', 'show', session.id, '--json');
    return JSON.parse(shown) as RestSessionDetail;
  }
});

function number(claim: string | null | undefined): number {
  return Number(claim?.split('.')[1] ?? -1);
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
