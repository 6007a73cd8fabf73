import { ApiError } from '../../common/src/api.ts';
import { Rpc, type RpcListeners } from '../../common/src/rpc.ts';
import type {
  FileStat,
  FsChanged,
  FsListing,
  Safety,
  Telemetry,
  TerminalInfo,
} from '../../protocol/src/index.ts';
import { online, pause, type Tunnel } from './tunnel.ts';
import { upload } from './upload.ts';

const FIRST_RETRY_MILLIS = 250;
const LAST_RETRY_MILLIS = 5_000;
const LISTEN_MILLIS = 2_000;
const SILENT_MILLIS = 8_000;

/** What a view can hear from the agent. */
export interface AgentEvents {
  changed(changes: FsChanged): void;
  telemetry(sample: Telemetry): void;
  safety(safety: Safety): void;
  /** The agent can't tell what changes, and why; all else works. */
  unwatched(reason: string): void;
  /** The connection came or went. */
  connected(connected: boolean): void;
}

/** The agent of the session: files by HTTP, all else over one JSON-RPC socket that reconnects. */
export class Agent {
  private rpc: Promise<Rpc>;
  private readonly listeners: Partial<AgentEvents>[] = [];
  private readonly heard: RpcListeners = new Map();
  private safety: Safety | undefined;
  private unwatched: string | undefined;

  constructor(private readonly tunnel: Tunnel) {
    this.on('fs/changed', (changes: FsChanged) => {
      this.tell('changed', changes);
    });
    this.on('telemetry/sample', (sample: Telemetry) => {
      this.tell('telemetry', sample);
    });
    this.on('safety/changed', (safety: Safety) => {
      this.safety = safety;
      this.tell('safety', safety);
    });
    // who comes back from elsewhere sees what changed there
    addEventListener('focus', () => {
      if (this.unwatched !== undefined) this.tell('changed', { changes: [], overflow: true });
    });
    this.rpc = this.connect();
  }

  listen(listener: Partial<AgentEvents>): void {
    this.listeners.push(listener);
    if (this.safety !== undefined) listener.safety?.(this.safety);
    if (this.unwatched !== undefined) listener.unwatched?.(this.unwatched);
  }

  async stat(path: string): Promise<FileStat> {
    return this.ask('fs/stat', { path });
  }

  async list(path: string): Promise<FsListing> {
    return this.ask('fs/list', { path });
  }

  async createFolder(path: string): Promise<void> {
    await (await this.rpc).call('fs/create', { path, kind: 'folder' });
  }

  async delete(path: string, recursive: boolean): Promise<void> {
    await (await this.rpc).call('fs/delete', { path, recursive });
  }

  async rename(from: string, to: string, overwrite: boolean): Promise<void> {
    await (await this.rpc).call('fs/rename', { from, to, overwrite });
  }

  async copy(from: string, to: string, overwrite: boolean): Promise<void> {
    await (await this.rpc).call('fs/copy', { from, to, overwrite });
  }

  async read(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.file(path)).arrayBuffer());
  }

  /** Writes a file: when it still has this ETag, when there is none yet (null), or in any case. */
  async write(
    path: string,
    content: Uint8Array<ArrayBuffer>,
    expected: string | null | undefined,
  ): Promise<void> {
    const headers: HeadersInit =
      expected === undefined
        ? {}
        : expected === null
          ? { 'If-None-Match': '*' }
          : { 'If-Match': expected };
    await this.file(path, { method: 'PUT', body: content, headers });
  }

  /** A question that may be asked twice: when the connection is lost over it, it is asked again. */
  private async ask<T>(method: string, params: object): Promise<T> {
    for (;;) {
      try {
        return await (await this.rpc).call<T>(method, params);
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'connection.lost')) throw error;
      }
    }
  }

  /** Any other method of the agent. */
  async call<T>(method: string, params: object = {}): Promise<T> {
    return (await this.rpc).call(method, params);
  }

  /** Hears a notification, over this connection and those to come. */
  on(method: string, listener: (params: never) => void): void {
    this.heard.set(method, [...(this.heard.get(method) ?? []), listener]);
  }

  /** @param folder where it starts if it isn't there yet */
  terminal(id: string, cols: number, rows: number, folder: string): Promise<WebSocket> {
    const cwd = encodeURIComponent(folder);
    return this.tunnel.socket(`terminal/${id}?cols=${cols}&rows=${rows}&cwd=${cwd}`);
  }

  /** Of a terminal that is there; no other is started. */
  attach(id: string, cols: number, rows: number): Promise<WebSocket> {
    return this.tunnel.socket(`terminal/${id}?cols=${cols}&rows=${rows}&attach=true`);
  }

  /** What runs, whoever shows it. */
  terminals(): Promise<readonly TerminalInfo[]> {
    return this.call('terminal/list');
  }

  /** Sends a file as it is read. */
  async upload(
    path: string,
    file: Blob,
    sent: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const address = this.tunnel.address(filePath(path));
    const response = await this.tunnel.send(() => upload(address, file, sent, signal));
    if (!response.ok) throw await ApiError.from(response);
  }

  /** Where the browser finds a file, or a folder as .zip; it can be fetched right now. */
  async address(path: string, folder: boolean): Promise<string> {
    const asked = filePath(path) + (folder ? '?archive=zip' : '');
    const response = await this.tunnel.fetch(asked, { method: 'HEAD' });
    if (!response.ok) throw await ApiError.from(response);
    return this.tunnel.address(asked);
  }

  async bitstream(id: string): Promise<ArrayBuffer> {
    const response = await this.tunnel.fetch(`bitstreams/${id}`);
    if (!response.ok) throw await ApiError.from(response);
    return response.arrayBuffer();
  }

  private async file(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.tunnel.fetch(filePath(path), init);
    if (!response.ok) throw await ApiError.from(response);
    return response;
  }

  private async connect(): Promise<Rpc> {
    const socket = await this.dial();
    let heardAt = Date.now();
    const rpc = new Rpc(socket, this.heard);
    const lost = () => {
      socket.onclose = socket.onmessage = null;
      clearInterval(listening);
      removeEventListener('offline', lost);
      socket.close();
      rpc.ended();
      this.tell('connected', false);
      this.rpc = this.connect();
    };
    // a network that is gone closes nothing; a sample of telemetry comes every second
    const listening = setInterval(() => {
      if (Date.now() - heardAt > SILENT_MILLIS) lost();
    }, LISTEN_MILLIS);
    addEventListener('offline', lost);
    socket.onmessage = ({ data }) => {
      heardAt = Date.now();
      rpc.received(data as string);
    };
    socket.onclose = lost;
    const [safety] = await Promise.all([
      rpc.call<Safety>('safety/subscribe'),
      this.watch(rpc),
      rpc.call('telemetry/subscribe'),
    ]);
    this.safety = safety;
    this.tell('connected', true);
    this.tell('safety', safety);
    return rpc;
  }

  /** A workspace with more folders than can be watched is worked in all the same. */
  private async watch(rpc: Rpc): Promise<void> {
    try {
      await rpc.call('fs/watch');
      this.unwatched = undefined;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code === 'connection.lost') throw error;
      const before = this.unwatched;
      this.unwatched = error.message;
      if (before !== error.message) this.tell('unwatched', error.message);
    }
  }

  private async dial(): Promise<WebSocket> {
    for (let wait = FIRST_RETRY_MILLIS; ; wait = Math.min(wait * 2, LAST_RETRY_MILLIS)) {
      try {
        return await this.tunnel.socket('rpc');
      } catch {
        // not all windows at the same moment, and at once when the network is back
        await Promise.race([pause(wait * (0.5 + Math.random() / 2)), online()]);
      }
    }
  }

  private tell<K extends keyof AgentEvents>(event: K, value: Parameters<AgentEvents[K]>[0]): void {
    for (const listener of this.listeners) {
      (listener[event] as ((value: unknown) => void) | undefined)?.(value);
    }
  }
}

function filePath(path: string): string {
  return 'files/' + path.split('/').map(encodeURIComponent).join('/');
}
