// The Ports view: what listens in the session, opened on an origin of its own.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform';
import {
  Extensions,
  type IViewsRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/common/views';
import type * as vscode from 'vscode';
import { api } from '../../common/src/api.ts';
import { explain } from '../../common/src/messages.ts';
import type { Ports, PreviewsOpened, PreviewsPreview } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { appeared, listed, type ListedPort } from './portList.ts';

const VIEW = 'joy.ports';
const OPEN = 'joy.ports.open';
const SHARE = 'joy.ports.share';
const UNSHARE = 'joy.ports.unshare';
const COPY = 'joy.ports.copy';
const PRIVATE = 'port';
const SHARED = 'shared';

const inline = (command: string, when: string, group: string) => ({
  command,
  when: `view == ${VIEW} && ${when}`,
  group,
});

const extension = registerExtension(
  {
    name: 'ports',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      viewsContainers: { panel: [{ id: 'joy-ports', title: 'Ports', icon: '$(plug)' }] },
      views: { 'joy-ports': [{ id: VIEW, name: 'Ports' }] },
      commands: [
        { command: OPEN, title: 'Open in a New Tab', icon: '$(globe)' },
        { command: COPY, title: 'Copy Address', icon: '$(copy)' },
        { command: SHARE, title: 'Share with Everybody…' },
        { command: UNSHARE, title: 'Stop Sharing', icon: '$(lock)' },
      ],
      menus: {
        'view/item/context': [
          inline(OPEN, 'true', 'inline@1'),
          inline(COPY, 'true', 'inline@2'),
          inline(UNSHARE, `viewItem == ${SHARED}`, 'inline@3'),
          inline(OPEN, 'true', '1_open@1'),
          inline(COPY, 'true', '1_open@2'),
          inline(SHARE, `viewItem == ${PRIVATE}`, '2_share@1'),
          inline(UNSHARE, `viewItem == ${SHARED}`, '2_share@1'),
        ],
        commandPalette: [OPEN, COPY, SHARE, UNSHARE].map((command) => ({ command, when: 'false' })),
      },
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

// what an extension contributes as a welcome is read by a part of VS Code that isn't here
Registry.as<IViewsRegistry>(Extensions.ViewsRegistry).registerViewWelcomeContent(VIEW, {
  content:
    'No program listens on a port. Start one in the terminal, for example:\npython3 -m http.server',
});

/** Shows the ports of a session, and tells of new ones. */
export async function showPorts(agent: Agent, session: string): Promise<void> {
  const view = new PortsView(await extension.getApi(), agent, session);
  await view.start();
}

class PortsView implements vscode.TreeDataProvider<ListedPort> {
  private ports: Ports = { ports: [] };
  private shared = new Set<number>();
  private readonly changed: vscode.EventEmitter<undefined>;
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(
    private readonly workbench: typeof vscode,
    private readonly agent: Agent,
    private readonly session: string,
  ) {
    this.changed = new workbench.EventEmitter();
    this.onDidChangeTreeData = this.changed.event;
  }

  async start(): Promise<void> {
    const { commands, window } = this.workbench;
    window.createTreeView(VIEW, { treeDataProvider: this });
    const on = (command: string, run: (port: ListedPort) => Promise<void>) =>
      commands.registerCommand(command, (port: ListedPort) => this.told(() => run(port)));
    on(OPEN, (port) => this.open(port.port));
    on(COPY, (port) => this.copy(port));
    on(SHARE, (port) => this.share(port.port));
    on(UNSHARE, (port) => this.setShared(port.port, false));
    this.agent.on('ports/changed', (ports: Ports) => {
      this.tellOfNew(ports);
      this.show(ports);
    });
    // a subscription ends with its socket
    this.agent.listen({
      connected: (connected) => {
        if (connected) void this.told(() => this.subscribe());
      },
    });
    await this.told(() => this.subscribe());
  }

  getChildren(parent?: ListedPort): ListedPort[] {
    return parent === undefined ? listed(this.ports.ports, this.shared) : [];
  }

  getTreeItem({ port, command, shared }: ListedPort): vscode.TreeItem {
    const item = new this.workbench.TreeItem(String(port));
    item.id = String(port);
    item.description = [command || 'nothing listens', shared ? 'open to everybody' : '']
      .filter((text) => text !== '')
      .join(' · ');
    // else the tooltip would be what a screen reader says, without the program's name
    item.accessibilityInformation = { label: `Port ${port}, ${item.description}` };
    item.tooltip = shared
      ? `Port ${port}: everybody with the address sees it, until you stop sharing or the session ends`
      : `Port ${port}: only you can open it`;
    item.iconPath = new this.workbench.ThemeIcon(shared ? 'broadcast' : 'plug');
    item.contextValue = shared ? SHARED : PRIVATE;
    return item;
  }

  private async subscribe(): Promise<void> {
    const [ports, shared] = await Promise.all([
      this.agent.call<Ports>('ports/subscribe'),
      api<readonly PreviewsPreview[]>('GET', this.path()),
    ]);
    this.shared = new Set(shared.map(({ port }) => port));
    this.show(ports);
  }

  private show(ports: Ports): void {
    this.ports = ports;
    this.changed.fire(undefined);
  }

  private tellOfNew(ports: Ports): void {
    for (const { port, command } of appeared(this.ports, ports)) {
      const open = 'Open in a new tab';
      void this.workbench.window
        .showInformationMessage(`${command || 'A program'} listens on port ${port}.`, open)
        .then((answer) => (answer === open ? this.told(() => this.open(port)) : undefined));
    }
  }

  /** The address is good once: it is never shown. */
  private async open(port: number): Promise<void> {
    const { url } = await api<PreviewsOpened>('POST', this.path(), { port });
    window.open(url, '_blank', 'noopener,noreferrer');
  }

  private async copy({ port, shared }: ListedPort): Promise<void> {
    const { address } = await api<PreviewsPreview>('GET', `${this.path()}/${port}`);
    await this.workbench.env.clipboard.writeText(address);
    this.workbench.window.setStatusBarMessage(
      shared ? 'Address copied' : 'Address copied; it is private: only you can open it',
      5_000,
    );
  }

  private async share(port: number): Promise<void> {
    const share = 'Share';
    const answer = await this.workbench.window.showWarningMessage(
      `Share port ${port} with everybody?`,
      {
        modal: true,
        detail:
          'Whoever has the address can use what listens there, without signing in: read what it shows, and do what it lets them do. It ends when you stop sharing or the session ends.',
      },
      share,
    );
    if (answer === share) await this.setShared(port, true);
  }

  private async setShared(port: number, shared: boolean): Promise<void> {
    await api<PreviewsPreview>('PUT', `${this.path()}/${port}`, { shared });
    if (shared) this.shared.add(port);
    else this.shared.delete(port);
    this.changed.fire(undefined);
  }

  private path(): string {
    return `/sessions/${this.session}/previews`;
  }

  private async told(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      void this.workbench.window.showErrorMessage(explain(error));
    }
  }
}
