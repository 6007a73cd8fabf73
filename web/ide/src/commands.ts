import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import type * as vscode from 'vscode';
import { api } from '../../common/src/api.ts';
import type { Agent } from './agent.ts';
import type { WorkspacePaths } from './fileSystem.ts';

const DOWNLOAD = 'joy.download';
const DASHBOARD = 'joy.dashboard';
const LOG_OUT = 'joy.logOut';

const CATEGORY = 'Joy of Hardware';

const extension = registerExtension(
  {
    name: 'workspace',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      commands: [
        { command: DOWNLOAD, title: 'Save to This Computer…' },
        { command: DASHBOARD, title: 'Go to the Dashboard', category: CATEGORY },
        { command: LOG_OUT, title: 'Log Out', category: CATEGORY },
      ],
      menus: {
        'explorer/context': [
          { command: DOWNLOAD, when: '!explorerResourceIsFolder', group: '5_cutcopypaste@9' },
        ],
        commandPalette: [{ command: DOWNLOAD, when: 'false' }],
      },
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

/** The extension API, and the commands that are ours. */
export async function registerCommands(
  agent: Agent,
  paths: WorkspacePaths,
): Promise<typeof vscode> {
  const workbench = await extension.getApi();
  workbench.commands.registerCommand(DOWNLOAD, async (resource: vscode.Uri) => {
    saveAs(await agent.readBlob(paths.path(resource)), resource.path.split('/').at(-1) ?? 'file');
  });
  workbench.commands.registerCommand(DASHBOARD, () => {
    location.assign('/dashboard');
  });
  workbench.commands.registerCommand(LOG_OUT, async () => {
    await api('POST', '/logout', { endSessions: true });
    location.assign('/');
  });
  return workbench;
}

function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
