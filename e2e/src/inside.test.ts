import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession, Telemetry } from '../../web/protocol/src/index.ts';
import { Client, soon } from './client.ts';
import { Server } from './server.ts';

/** What a person finds who works, or looks around, in a session of a server called localhost. */
describe('inside a session', () => {
  let server: Server;
  let ann: Client;
  let session: RestSession;

  beforeAll(async () => {
    server = await Server.start();
    ann = await Client.of(server, 'ann');
    await ann.project('blinky');
    await ann.project('other');
    session = await ann.session('ann/blinky');
  });

  afterAll(async () => {
    await server?.remove();
  });

  it('stock git fetches, commits, pushes and clones without a question', async () => {
    const done = await sh(`
      set -e
      git fetch
      echo '// inside' >> top.v
      git commit --quiet --all --message 'Made inside'
      git push
      git clone --quiet "$(git config remote.origin.url)" /tmp/clone
      git -C /tmp/clone log -1 --format=%s`);
    expect(done.text).toContain('Made inside');
    expect(done.exit).toBe(0);
  });

  it('opens no other project, to read or to write', async () => {
    const url = `${server.url}/git/ann/other.git`;
    for (const command of [`clone ${url} /tmp/other`, `push ${url} HEAD:refs/heads/x`]) {
      const done = await sh(`git ${command} </dev/null`);
      expect(done.exit).not.toBe(0);
      expect(done.text).toContain('Authentication failed');
    }
  });

  it('shows no credential in the environment, the configuration or the list of processes', async () => {
    const done = await sh(`
      secret=$(sed -n s/^password=//p /var/lib/joy/git-credential)
      [ \${#secret} -gt 20 ] || exit 3
      { env; cat .git/config; tr '\\0' ' ' </proc/1/cmdline; ps axeww; } >/tmp/seen
      ! grep -F "$secret" /tmp/seen`);
    expect(done).toEqual({ text: '', exit: 0 });
  });

  it("reaches neither the host's ports nor the rest of the site", async () => {
    const port = new URL(server.url).port;
    for (const url of [`http://127.0.0.1:${port}/`, `http://localhost:${port}/api/v1/me`]) {
      expect((await sh(`curl --silent --show-error ${url}`)).text).toContain("Couldn't connect");
      const proxied = await sh(`curl --silent --noproxy '' ${url}`);
      expect(proxied.text).toContain("can't be reached from here");
    }
  });

  it('builds a bitstream and simulates', async () => {
    const done = await sh('make && make sim && test -s top.bin');
    expect(done.text).toContain('PASS');
    expect(done.exit).toBe(0);
  });

  it("tells of the container's own limits and use", async () => {
    const limits = await sh('cd /sys/fs/cgroup && cat memory/memory.limit_in_bytes memory.max');
    const sample = await telemetry();
    if (sample.source === 'processes') {
      expect(limits.text).not.toMatch(/^\d/);
      return;
    }
    expect(String(sample.memoryLimit)).toBe(/^\d+/m.exec(limits.text)?.[0]);
    expect(sample.memory).toBeLessThan(sample.memoryLimit);
    expect(sample.processes).toBeLessThan(200);
  });

  it('keeps a fork bomb to itself, and saves what is written meanwhile', async () => {
    const bomb = await ann.socket(`${session.tunnel}exec`);
    bomb.send(JSON.stringify({ argv: ['bash', '-c', 'f() { f | f & }; f 2>/dev/null; sleep 60'] }));
    await soon('no process is left to make', async () => (await telemetry()).processes > 1_000);

    const file = `${session.tunnel}files/meanwhile.v`;
    expect((await ann.call('PUT', file, 'module meanwhile; endmodule\n')).status).toBe(201);
    expect((await fetch(server.url + '/')).status).toBe(200);
    const neighbour = await ann.session('ann/other');
    expect((await ann.call('GET', `${neighbour.tunnel}files/top.v`)).status).toBe(200);

    await ann.call('DELETE', `/api/v1/sessions/${session.id}`);
    await soon('the session is destroyed', async () => {
      const now = await ann.json<RestSession>('GET', `/sessions/${session.id}`);
      return now.state === 'destroyed';
    });
    bomb.terminate();
    session = await ann.session('ann/blinky');
    expect((await ann.call('GET', `${session.tunnel}files/meanwhile.v`)).status).toBe(200);
  });

  it('goes on by itself when the agent is killed', async () => {
    await sh('kill -9 $(pgrep -x java)').catch(() => undefined);
    await soon('the workspace stands again', async () => {
      const now = await ann.json<RestSession>('GET', `/sessions/${session.id}`);
      const healthy = await ann.call('GET', `${session.tunnel}healthz`).then(
        (answer) => answer.status === 200,
        () => false, // it was under way when the lost claim was revoked, and cut with it
      );
      return now.claim !== session.claim && healthy;
    });
    expect((await ann.call('GET', `${session.tunnel}files/meanwhile.v`)).status).toBe(200);
  });

  /** What a command prints, on either stream, and how it ends. */
  async function sh(line: string): Promise<{ text: string; exit: number | undefined }> {
    const socket = await ann.socket(`${session.tunnel}exec`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    let text = '';
    let exit: number | undefined;
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) text += data.subarray(1).toString();
      else exit = (JSON.parse(data.toString()) as { exit?: number }).exit;
    });
    socket.send(JSON.stringify({ argv: ['bash', '-c', line] }));
    await closed;
    return { text, exit };
  }

  async function telemetry(): Promise<Telemetry> {
    const socket = await ann.socket(`${session.tunnel}rpc`);
    try {
      return await new Promise((resolve, reject) => {
        socket.once('close', () => reject(new Error('the connection ended')));
        socket.on('message', (data: Buffer) => {
          const message = JSON.parse(data.toString()) as { method?: string; params?: Telemetry };
          if (message.method === 'telemetry/sample' && message.params) resolve(message.params);
        });
        const ask = { jsonrpc: '2.0', id: 1, method: 'telemetry/subscribe', params: {} };
        socket.send(JSON.stringify(ask));
      });
    } finally {
      socket.terminate();
    }
  }
});
