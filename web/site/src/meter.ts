import { api } from '../../common/src/api.ts';
import { Rpc } from '../../common/src/rpc.ts';
import type { RestTicketIssued, Telemetry } from '../../protocol/src/index.ts';

const FIRST_RETRY_MILLIS = 1_000;
const LAST_RETRY_MILLIS = 15_000;

/**
 * Hears a session's CPU and memory, once a second, from the session itself. An open meter counts as
 * somebody who is there, so that it is closed while its page is hidden.
 */
export class Meter {
  private socket: WebSocket | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_RETRY_MILLIS;
  private closed = false;

  constructor(
    private readonly session: string,
    private readonly hear: (sample: Telemetry) => void,
  ) {
    void this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.socket?.close();
  }

  private async open(): Promise<void> {
    try {
      await api<RestTicketIssued>('POST', `/sessions/${this.session}/ticket`);
    } catch {
      this.again(); // it starts, saves or is over: the list says which
      return;
    }
    if (!this.closed) this.connect();
  }

  private connect(): void {
    const address = new URL(`/s/${this.session}/rpc`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.socket = socket;
    const rpc = new Rpc(socket);
    rpc.on('telemetry/sample', (sample: Telemetry) => {
      this.wait = FIRST_RETRY_MILLIS;
      if (!this.closed) this.hear(sample);
    });
    socket.onmessage = ({ data }) => {
      rpc.received(data as string);
    };
    socket.onopen = () => {
      rpc.call('telemetry/subscribe').catch(() => {
        socket.close();
      });
    };
    socket.onclose = () => {
      rpc.ended();
      this.again();
    };
  }

  private again(): void {
    if (this.closed) return;
    this.retry = setTimeout(() => void this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LAST_RETRY_MILLIS);
  }
}
