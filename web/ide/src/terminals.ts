import {
  SimpleTerminalBackend,
  type ITerminalChildProcess,
} from '@codingame/monaco-vscode-terminal-service-override';
import {
  TitleEventSource,
  type IPtyHostAttachTarget,
  type IShellLaunchConfig,
  type ITerminalsLayoutInfo,
  type ITerminalsLayoutInfoById,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal';
import type { TerminalInfo, TerminalStart } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { AgentTerminal, pageIsLeaving } from './agentTerminal.ts';
import type { WorkspacePaths } from './fileSystem.ts';
import { isTask, startOf } from './tasks/launch.ts';
import { TaskTerminal } from './tasks/taskTerminal.ts';
import { layoutOf, tabsOf, TerminalNumbers, type TerminalTab } from './terminalLayout.ts';

/**
 * Terminals of the workbench. They live in the agent, with their names and what they have printed;
 * how they stand side by side is kept by the browser.
 */
export class AgentTerminals extends SimpleTerminalBackend {
  private readonly key: string;
  private readonly numbers = new TerminalNumbers();
  private readonly names = new Map<string, string>();

  /** @param running the terminals there are, as this page opens */
  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
    session: string,
    private readonly running: readonly TerminalInfo[],
  ) {
    super();
    this.key = `joy.terminals.${session}`;
    this.setReady();
  }

  override getDefaultSystemShell = () => Promise.resolve('/bin/bash');

  override createProcess = (
    launch: IShellLaunchConfig,
    _cwd: string,
    cols: number,
    rows: number,
  ): Promise<ITerminalChildProcess> => {
    const id = crypto.randomUUID();
    return Promise.resolve(
      isTask(launch)
        ? this.task(startOf(id, launch, cols, rows), launch.name)
        : this.terminal(id, this.folder(launch)),
    );
  };

  override attachToProcess = ((number: number) => {
    const id = this.numbers.id(number);
    return Promise.resolve(id === undefined ? undefined : this.terminal(id, ''));
  }) as unknown as SimpleTerminalBackend['attachToProcess'];

  /** Those nobody shows, and those that this very page showed before it was loaded again. */
  override getTerminalLayoutInfo = (): Promise<ITerminalsLayoutInfo | undefined> => {
    const free = this.free();
    for (const { id, name } of free) if (name !== undefined) this.names.set(id, name);
    const tabs = (stored(localStorage, this.key) ?? []) as TerminalTab[];
    return Promise.resolve(layoutOf(tabs, free, (info) => this.target(info), this.numbers));
  };

  override setTerminalLayoutInfo = (...[layout]: unknown[]): Promise<void> => {
    // a page that goes clears it; the next one is to find it
    if (layout === undefined || pageIsLeaving()) return Promise.resolve();
    const tabs = tabsOf(layout as ITerminalsLayoutInfoById, this.numbers);
    localStorage.setItem(this.key, JSON.stringify(tabs));
    const ids = tabs.flatMap((tab) => tab.terminals.map(({ id }) => id));
    sessionStorage.setItem(this.key, JSON.stringify(ids));
    return Promise.resolve();
  };

  override updateTitle = async (...told: unknown[]): Promise<void> => {
    const [number, title, source] = told as [number, string, TitleEventSource];
    const id = this.numbers.id(number);
    const name = source === TitleEventSource.Api ? title : '';
    if (id === undefined || name === (this.names.get(id) ?? '')) return;
    this.names.set(id, name);
    await this.agent.call('terminal/rename', { id, name });
  };

  /** Whether there are terminals to take up. */
  get restores(): boolean {
    return this.free().length > 0;
  }

  private free(): readonly TerminalInfo[] {
    const mine = new Set((stored(sessionStorage, this.key) ?? []) as string[]);
    return this.running.filter(({ id, attached }) => !attached || mine.has(id));
  }

  private terminal(id: string, folder: string): AgentTerminal {
    const cwd = this.paths.uri(folder).path;
    return new AgentTerminal(this.numbers.of(id), cwd, id, folder, this.agent);
  }

  private task(start: TerminalStart, name = ''): TaskTerminal {
    this.names.set(start.id, name); // it is told as it is started
    return new TaskTerminal(this.numbers.of(start.id), start, this.agent);
  }

  /** "Open in Integrated Terminal" names a folder; what is outside of the workspace is its root. */
  private folder({ cwd }: IShellLaunchConfig): string {
    const path = typeof cwd === 'string' ? cwd : cwd?.path;
    const root = this.paths.uri('').path + '/';
    return path?.startsWith(root) === true ? path.slice(root.length) : '';
  }

  private target(info: TerminalInfo): IPtyHostAttachTarget {
    const named = info.name !== undefined;
    return {
      id: this.numbers.of(info.id),
      pid: info.pid,
      title: info.name ?? 'bash',
      titleSource: named ? TitleEventSource.Api : TitleEventSource.Process,
      cwd: this.paths.uri('').path,
      workspaceId: '',
      workspaceName: this.paths.project,
      isOrphan: true,
      icon: undefined,
      fixedDimensions: undefined,
      environmentVariableCollections: undefined,
      hasChildProcesses: false,
      ...(info.command && { waitOnExit: 'Press any key to close the terminal.' }),
      shellIntegrationNonce: '',
    };
  }
}

/** What was kept; nothing when it can't be read. */
function stored(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return undefined; // an older form: the layout is lost, no terminal is
  }
}
