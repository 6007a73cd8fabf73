import type {
  IPtyHostAttachTarget,
  ITerminalsLayoutInfo,
  ITerminalsLayoutInfoById,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal';
import type { TerminalInfo } from '../../protocol/src/index.ts';

/** One tab of the terminal panel: terminals side by side, by the agent's ids. */
export interface TerminalTab {
  readonly active: boolean;
  readonly focused: string | undefined;
  readonly terminals: readonly { readonly id: string; readonly size: number }[];
}

/** The workbench numbers terminals, for as long as a page lives; the agent has ids. */
export class TerminalNumbers {
  private readonly ids = new Map<number, string>();
  private next = 1;

  /** The number of an id, a new one if it has none. */
  of(id: string): number {
    for (const [number, known] of this.ids) if (known === id) return number;
    this.ids.set(this.next, id);
    return this.next++;
  }

  id(number: number | undefined): string | undefined {
    return number === undefined ? undefined : this.ids.get(number);
  }
}

export function tabsOf(layout: ITerminalsLayoutInfoById, numbers: TerminalNumbers): TerminalTab[] {
  return layout.tabs.map((tab) => ({
    active: tab.isActive,
    focused: numbers.id(tab.activePersistentProcessId),
    terminals: tab.terminals.flatMap(({ terminal, relativeSize }) => {
      const id = numbers.id(terminal);
      return id === undefined ? [] : [{ id, size: relativeSize }];
    }),
  }));
}

/** As it was, with what is still there; a terminal that no tab knew gets one of its own. */
export function layoutOf(
  tabs: readonly TerminalTab[],
  running: readonly TerminalInfo[],
  target: (info: TerminalInfo) => IPtyHostAttachTarget,
  numbers: TerminalNumbers,
): ITerminalsLayoutInfo {
  const left = new Map(running.map((info) => [info.id, info]));
  const known = tabs.map((tab) => ({
    isActive: tab.active,
    activePersistentProcessId: tab.focused === undefined ? undefined : numbers.of(tab.focused),
    terminals: tab.terminals.flatMap(({ id, size }) => {
      const info = left.get(id);
      left.delete(id);
      return info === undefined ? [] : [{ relativeSize: size, terminal: target(info) }];
    }),
  }));
  const others = [...left.values()].map((info) => ({
    isActive: false,
    activePersistentProcessId: numbers.of(info.id),
    terminals: [{ relativeSize: 1, terminal: target(info) }],
  }));
  return {
    tabs: [...known, ...others].filter((tab) => tab.terminals.length > 0),
    background: null,
  };
}
