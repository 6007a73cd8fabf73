import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between a browser and a server that can go silent, as a train in a tunnel does. */
export class Network {
  private readonly sockets = new Set<Socket>();
  private silent = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param to the server's port, asked at each connection: the server may start later */
  static async open(to: () => number): Promise<Network> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const network = new Network(server, address.port);
    server.on('connection', (from) =>
      network.relay(from, connect({ port: to(), host: '127.0.0.1', allowHalfOpen: true })),
    );
    return network;
  }

  /** Nothing gets through, and nothing is closed. */
  lose(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What was on its way arrives late. */
  return(): void {
    this.silent = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(one: Socket, other: Socket): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (data) => {
        if (!to.write(data)) from.pause();
      });
      to.on('drain', () => {
        if (!this.silent) from.resume();
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.silent) from.pause();
    }
  }
}
