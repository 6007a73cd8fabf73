import type { Ports, PortsListening } from '../../protocol/src/index.ts';

/** A port as the view shows it. */
export interface ListedPort {
  readonly port: number;
  readonly command: string;
  readonly shared: boolean;
}

/** What listens, and what is shared although nothing listens there now: that has to stay visible. */
export function listed(
  listening: readonly PortsListening[],
  shared: ReadonlySet<number>,
): ListedPort[] {
  const ports = listening.map(({ port, command }) => ({ port, command, shared: shared.has(port) }));
  const silent = [...shared]
    .filter((port) => !listening.some((each) => each.port === port))
    .map((port) => ({ port, command: '', shared: true }));
  return [...ports, ...silent].sort((a, b) => a.port - b.port);
}

/** The ports that weren't there before. */
export function appeared(before: Ports, after: Ports): PortsListening[] {
  const known = new Set(before.ports.map(({ port }) => port));
  return after.ports.filter(({ port }) => !known.has(port));
}
