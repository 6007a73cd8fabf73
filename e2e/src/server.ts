import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const READY_MILLIS = 180_000;

export const launcher =
  process.env['JOY_LAUNCHER'] ?? fileURLToPath(new URL('../../joy', import.meta.url));

/** Where a server keeps everything, and its port. */
export interface Place {
  readonly data: string;
  readonly port: number;
}

export async function newPlace(): Promise<Place> {
  return { data: await mkdtemp(join(tmpdir(), 'joy-e2e-')), port: await freePort() };
}

/** A server that `./joy up` started on a folder and port of its own. */
export class Server {
  private constructor(
    readonly url: string,
    readonly place: Place,
    readonly setUpLink: string | undefined,
    private readonly process: ChildProcess,
  ) {}

  static async start(at?: Place, ...options: string[]): Promise<Server> {
    const { data, port } = at ?? (await newPlace());
    const child = spawn(launcher, ['up', '--data', data, '--port', String(port), ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const told: string[] = [];
    child.stderr.on('data', (text: Buffer) => told.push(text.toString()));
    const { url, setUpLink } = await ready(child, told);
    return new Server(url, { data, port }, setUpLink, child);
  }

  /** As Ctrl-C does: every session is saved first. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  async restarted(): Promise<Server> {
    await this.stop();
    return Server.start(this.place);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.place.data, { recursive: true, force: true });
  }

  /** `./joy admin …` against this server; what it prints. */
  async admin(...words: string[]): Promise<string> {
    const { stdout } = await run(launcher, ['admin', ...words, '--data', this.place.data]);
    return stdout.trim();
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const over = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill(signal);
    await over;
  }
}

function ready(
  child: ChildProcess,
  told: string[],
): Promise<{ url: string; setUpLink: string | undefined }> {
  return new Promise((resolve, reject) => {
    let url: string | undefined;
    let setUpLink: string | undefined;
    const giveUp = setTimeout(() => {
      reject(new Error(`not ready after ${READY_MILLIS} ms\n${told.join('')}`));
    }, READY_MILLIS);
    child.once('exit', (code) => {
      clearTimeout(giveUp);
      reject(new Error(`joy up ended with ${code}\n${told.join('')}`));
    });
    if (child.stdout === null) throw new Error('joy up has no output');
    createInterface(child.stdout).on('line', (line) => {
      told.push(line + '\n');
      setUpLink ??= /(http\S+\/setup#\S+)/.exec(line)?.[1];
      url ??= /^ready: (\S+)/.exec(line)?.[1];
      if (url !== undefined) {
        clearTimeout(giveUp);
        resolve({ url, setUpLink });
      }
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
