import { ApiError, api } from '../../common/src/api.ts';
import type { RestTicketIssued } from '../../protocol/src/index.ts';

/** Half a ticket's life: a new one is there before the old one ends. */
const RENEW_AFTER_MILLIS = 5 * 60_000;
const RETRY_MILLIS = 500;

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
    return this.send(() => fetch(this.path + path, init));
  }

  /** The same for a request that is made in another way. */
  async send(request: () => Promise<Response>): Promise<Response> {
    for (let renewed = false; ;) {
      const response = await request();
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
      await this.renew(); // the handshake's status is hidden from pages: a stale ticket looks like any other failure
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
      socket.onopen = () => {
        resolve(socket);
      };
      socket.onerror = () => {
        reject(new ApiError(0, 'connection.lost', 'The workspace can’t be reached.'));
      };
    });
  }
}

export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
