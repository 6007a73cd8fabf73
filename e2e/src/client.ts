import WebSocket from 'ws';
import type { ExecEnd, RestProject, RestSession } from '../../web/protocol/src/index.ts';
import type { Server } from './server.ts';

const SOON_MILLIS = 60_000;
const STEP_MILLIS = 100;

/** A person's calls with a token, as a script makes them. */
export class Client {
  private constructor(
    private readonly url: string,
    readonly token: string,
  ) {}

  static async of(server: Server, name: string): Promise<Client> {
    await server.admin('user', 'add', name);
    return new Client(server.url, await server.admin('token', 'create', '--user', name));
  }

  /** Of a person who is there already. */
  static async known(server: Server, name: string): Promise<Client> {
    return new Client(server.url, await server.admin('token', 'create', '--user', name));
  }

  call(
    method: string,
    path: string,
    body?: BodyInit,
    headers: HeadersInit = {},
  ): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.call(
      method,
      '/api/v1' + path,
      body === undefined ? undefined : JSON.stringify(body),
      { 'Content-Type': 'application/json' },
    );
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  project(name: string, template = 'icebreaker-blinky'): Promise<RestProject> {
    return this.json('POST', '/projects', { name, template });
  }

  /** A session whose files can be read. */
  async session(project: string): Promise<RestSession> {
    const session = await this.json<RestSession>('POST', '/sessions', { project });
    await soon('the workspace stands', async () => {
      return (await this.call('GET', `${session.tunnel}healthz`)).status === 200;
    });
    return this.json('GET', `/sessions/${session.id}`);
  }

  /** Runs a script in a session; one that fails is an error. Gives what it printed. */
  async run(session: RestSession, script: string): Promise<string> {
    const { exit, output } = await this.exec(session, 'sh', '-c', script);
    if (exit !== 0) throw new Error(`exit code ${exit} of ${script}: ${output}`);
    return output;
  }

  async exec(session: RestSession, ...argv: string[]): Promise<ExecEnd & { output: string }> {
    const socket = await this.socket(`${session.tunnel}exec`);
    let output = '';
    const end = new Promise<ExecEnd>((resolve, reject) => {
      socket.on('message', (data: Buffer, binary: boolean) => {
        if (binary) output += data.subarray(1).toString();
        else resolve(JSON.parse(data.toString()) as ExecEnd);
      });
      socket.on('close', () => reject(new Error(`cut off while it ran: ${argv.join(' ')}`)));
    });
    socket.send(JSON.stringify({ argv }));
    return { ...(await end), output };
  }

  socket(path: string): Promise<WebSocket> {
    const socket = new WebSocket(this.url.replace('http', 'ws') + path, {
      headers: { Authorization: `Bearer ${this.token}` },
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.once('error', reject);
    });
  }
}

/** A terminal of a session, as text. */
export class TestTerminal {
  private output = '';
  closed = false;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (!binary) return;
      this.output += data.toString();
      socket.send(JSON.stringify({ type: 'ack', bytes: data.length }));
    });
    socket.on('close', () => (this.closed = true));
  }

  static async open(client: Client, session: RestSession): Promise<TestTerminal> {
    const path = `${session.tunnel}terminal/test?cols=80&rows=24`;
    return new TestTerminal(await client.socket(path));
  }

  /** Types a line and waits until the terminal has printed the text. */
  async types(line: string, prints: string): Promise<void> {
    this.socket.send(Buffer.from(line + '\n'));
    await soon(`the terminal prints ${prints}`, () =>
      Promise.resolve(this.output.includes(prints)),
    );
  }

  close(): void {
    this.socket.terminate();
  }
}

export async function soon(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SOON_MILLIS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${SOON_MILLIS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
  }
}
