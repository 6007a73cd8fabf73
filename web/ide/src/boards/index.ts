// The Boards view and the command "Flash Board". What they stand on is fetched when one of them is
// first used, or when a board is there that this page may use.
import { getService } from '@codingame/monaco-vscode-api';
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import { Codicon } from '@codingame/monaco-vscode-api/vscode/vs/base/common/codicons';
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors';
import { IViewsService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/views/common/viewsService.service';
import {
  registerCustomView,
  viewContainerRegistry,
  ViewContainerLocation,
  ViewPaneContainer,
} from '@codingame/monaco-vscode-workbench-service-override';
import type * as vscode from 'vscode';
import type { Agent } from '../agent.ts';
import type { Boards } from './boards.ts';

const VIEW = 'joy.boards';
const FLASH = 'joy.flash';
const CONNECT = 'joy.connectBoard';
const ORDER = 4; // behind explorer, search and source control

const extension = registerExtension(
  {
    name: 'boards',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      commands: [
        { command: FLASH, title: 'Flash Board', category: 'Boards', icon: '$(zap)' },
        { command: CONNECT, title: 'Connect a Board…', category: 'Boards' },
      ],
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

/** Registers the view, before the workbench lays itself out; what it gives makes it work. */
export function boardsView(agent: Agent): () => Promise<void> {
  let made: Promise<Boards> | undefined;
  const boards = () => (made ??= makeBoards(agent));
  registerCustomView({
    id: VIEW,
    name: 'Boards',
    location: ViewContainerLocation.Sidebar,
    viewContainer: viewContainerRegistry.registerViewContainer(
      {
        id: 'joy-boards',
        title: { value: 'Boards', original: 'Boards' },
        icon: Codicon.circuitBoard,
        order: ORDER,
        ctorDescriptor: new SyncDescriptor(ViewPaneContainer, [
          'joy-boards',
          { mergeViewWithContainerWhenSingleView: true },
        ]),
      },
      ViewContainerLocation.Sidebar,
    ),
    renderBody: (container) => {
      let shown: { dispose(): void } | undefined;
      let gone = false;
      void Promise.all([boards(), import('./view.ts')]).then(([model, { BoardsView }]) => {
        if (!gone) shown = new BoardsView(container, model);
      });
      return {
        dispose: () => {
          gone = true;
          shown?.dispose();
        },
      };
    },
  });
  return async () => {
    const workbench = await extension.getApi();
    await registerCommands(workbench, boards);
    await greet(workbench, boards);
  };
}

async function makeBoards(agent: Agent): Promise<Boards> {
  const { Boards } = await import('./boards.ts');
  const boards = new Boards(agent);
  await boards.start();
  return boards;
}

async function registerCommands(
  { commands }: typeof vscode,
  boards: () => Promise<Boards>,
): Promise<void> {
  const views = await getService(IViewsService);
  const open = () => views.openView(VIEW, true);
  commands.registerCommand(FLASH, async () => {
    const [model] = await Promise.all([boards(), open()]);
    await model.flashTheOne();
  });
  commands.registerCommand(CONNECT, async () => {
    // asked first: the browser opens its chooser only shortly after a click
    const [model] = await Promise.all([boards(), open()]);
    await model.connect();
  });
}

/** A board that this page may use is named in the status bar, at the start and when it comes. */
async function greet(workbench: typeof vscode, boards: () => Promise<Boards>): Promise<void> {
  const { usb } = navigator as { usb?: USB };
  if (usb === undefined) return;
  const item = workbench.window.createStatusBarItem(
    VIEW,
    workbench.StatusBarAlignment.Left,
    -10, // behind the branch
  );
  item.name = 'Boards';
  item.command = `${VIEW}.focus`;
  let watched = false;
  const watch = async () => {
    if (watched) return;
    watched = true;
    const model = await boards();
    const show = () => {
      const names = model.all.filter(({ isPlugged }) => isPlugged).map(({ name }) => name);
      item.text = `$(circuit-board) ${names.join(', ')}`;
      item.tooltip = 'Plugged in; click to flash';
      if (names.length > 0) item.show();
      else item.hide();
    };
    model.onDidChange(show);
    show();
  };
  usb.addEventListener('connect', () => void watch());
  if ((await usb.getDevices()).length > 0) await watch();
}
