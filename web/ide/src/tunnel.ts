import { ApiError, api, ask } from '../../common/src/api.ts';
import type { RestTicketIssued } from '../../protocol/src/index.ts';

/** Half a ticket's life: a new one is there before the old one ends. */
const RENEW_AFTER_MILLIS = 5 * 60_000;
const RETRY_MILLIS = 500;
const SILENT_MILLIS = 5_000;
const LOST_MILLIS = 1_000;

/** The way to one session's agent. The ticket is a cookie the page never sees. */
export class Tunnel {
  private readonly path: string;
  private renewing: Promise<void> | undefined;

  constructor(readonly session: string) {
    this.path = `/s/${session}/`;
    setInterval(() => void this.renew().catch(() => undefined), RENEW_AFTER_MILLIS);
  }

  /** Where a path of the agent is, for the browser itself. */
  address(path: string): string {
    return this.path + path;
  }

  /** A request to the agent; a stale ticket is renewed once, a session that starts is waited for. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.send(() => ask(this.path + path, init), isRepeatable(init));
  }

  /** The same for a request that is made in another way. */
  async send(request: () => Promise<Response>, repeatable = false): Promise<Response> {
    for (let renewed = false; ;) {
      let response: Response;
      try {
        response = await request();
      } catch (error) {
        if (!repeatable) throw error;
        await Promise.race([pause(LOST_MILLIS), online()]);
        continue;
      }
      if (response.status === 401 && !renewed) {
        renewed = true;
        await this.renew();
      } else if (response.status === 503 && response.headers.has('Retry-After')) {
        await pause(RETRY_MILLIS);
      } else {
        return response;
      }
    }
  }

  /** An open socket to the agent. */
  async socket(path: string): Promise<WebSocket> {
    try {
      return await this.dial(path);
    } catch {
      // a request that nobody answers must not hold up the next try
      await Promise.race([this.renew(), pause(SILENT_MILLIS)]); // the handshake's status is hidden from pages: a stale ticket looks like any other failure
      return await this.dial(path);
    }
  }

  renew(): Promise<void> {
    this.renewing ??= api<RestTicketIssued>('POST', `/sessions/${this.session}/ticket`)
      .then(() => undefined)
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  private dial(path: string): Promise<WebSocket> {
    const address = new URL(this.path + path, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      // a silent network answers nothing, not even no
      const silent = setTimeout(() => {
        socket.close();
      }, SILENT_MILLIS);
      socket.onclose = () => {
        clearTimeout(silent);
        reject(new ApiError(0, 'connection.lost', 'The workspace can’t be reached.'));
      };
      socket.onopen = () => {
        clearTimeout(silent);
        resolve(socket);
      };
    });
  }
}

/** Reading, and a write that says which state of the file it replaces, may be sent twice. */
function isRepeatable(init: RequestInit | undefined): boolean {
  if (init?.signal != null) return false; // who can give it up is asked, not kept waiting
  const headers = new Headers(init?.headers);
  return (
    ['GET', 'HEAD'].includes(init?.method ?? 'GET') ||
    headers.has('If-Match') ||
    headers.has('If-None-Match')
  );
}

/** The next time the browser says that there is a network again. */
export function online(): Promise<void> {
  return new Promise((resolve) => {
    addEventListener(
      'online',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
