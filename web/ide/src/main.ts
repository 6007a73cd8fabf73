import type * as vscode from 'vscode';
import {
  getService,
  initialize,
  IStorageService,
  type IWorkbenchConstructionOptions,
} from '@codingame/monaco-vscode-api';
import { initUserConfiguration } from '@codingame/monaco-vscode-configuration-service-override';
import {
  createIndexedDBProviders,
  registerCustomProvider,
} from '@codingame/monaco-vscode-files-service-override';
import type { RestSession } from '../../protocol/src/index.ts';
import { Absent } from './absent.ts';
import { registerCommands } from './commands.ts';
import { AgentFileSystem, SCHEME, WorkspacePaths } from './fileSystem.ts';
import { Connection } from './connection.ts';
import './languages.ts';
import type { Opening } from './opening.ts';
import { showPorts } from './ports.ts';
import { sourceControl } from './scm/index.ts';
import { StartedByDocuments } from './languageServers.ts';
import { registerSearch } from './search.ts';
import { workbenchServices } from './services.ts';
import { showStatus } from './statusBar.ts';
import { registerTerminalLinks } from './terminalLinks.ts';
import { AgentTerminals } from './terminals.ts';
import { registerTransfers } from './transfers.ts';
import { rememberTheme } from './theme.ts';
import { refreshWhenUntold, showUnwatched } from './unwatched.ts';
import { Unsaved } from './unsaved/restore.ts';
import { serveApart, showWebviews } from './webviews/index.ts';
import { provideWorkers } from './workers.ts';

const LAYOUT_MILLIS = 100;

const SETTINGS = {
  'workbench.colorTheme': matchMedia('(prefers-color-scheme: light)').matches
    ? 'Default Light Modern'
    : 'Default Dark Modern',
  'workbench.iconTheme': 'vs-seti',
  'workbench.startupEditor': 'none',
  'files.autoSave': 'afterDelay',
  'files.autoSaveDelay': 500,
  'terminal.integrated.gpuAcceleration': 'off',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
};

/** Makes the workbench of what was asked for meanwhile. */
export async function open({
  session,
  tunnel,
  agent,
  root,
  left,
  origins,
}: Opening): Promise<void> {
  const project = session.project.split('/')[1] ?? session.project;
  document.title = `${project} · Joy of Hardware`;

  const paths = new WorkspacePaths(project);
  const unsaved = new Unsaved(agent, paths);
  // in this order: settings written before their store is there are not read
  await createIndexedDBProviders();
  await initUserConfiguration(JSON.stringify(SETTINGS));
  const files = new AgentFileSystem(agent, paths, Absent.of(root.entries, '.vscode'));
  registerCustomProvider(SCHEME, files);
  const showSourceControl = sourceControl(agent, paths);
  if (origins !== undefined) serveApart(origins);
  provideWorkers(origins);

  const place = document.getElementById('workbench') ?? document.body;
  const terminals = new AgentTerminals(agent, paths, session.id, left);
  const first = ['top.v', 'README.md'].find((name) => root.entries.some((e) => e.name === name));
  const services = { ...workbenchServices(terminals), ...(await unsaved.services(files)) };
  await initialize(services, place, layout(session, paths, first, terminals.restores), {
    userHome: paths.uri(''),
  });
  document.getElementById('opening')?.setAttribute('hidden', '');
  rememberTheme();

  const workbench = await registerCommands();
  const texts = await unsaved.track(workbench);
  showStatus(workbench, agent, texts);
  new Connection(agent, session, texts);
  refreshWhenUntold(workbench, agent);
  showUnwatched(workbench, agent);
  await registerSearch(agent, paths);
  showSourceControl().catch((error: unknown) => {
    console.error('source control is not shown:', error);
  });
  await showPorts(agent, session.id);
  registerTransfers(agent, paths);
  registerTerminalLinks(workbench, agent, paths);
  new StartedByDocuments(workbench, agent, tunnel, paths);
  showWebviews(workbench, origins);
  await keepLayout(workbench);
}

function layout(
  session: RestSession,
  paths: WorkspacePaths,
  first: string | undefined,
  restores: boolean,
): IWorkbenchConstructionOptions {
  return {
    workspaceProvider: {
      trusted: true,
      workspace: { folderUri: paths.uri('') },
      open: () => Promise.resolve(false),
    },
    productConfiguration: { nameShort: 'Joy of Hardware', nameLong: 'Joy of Hardware' },
    windowIndicator: {
      label: `$(circuit-board) ${session.project}`,
      tooltip: `Session ${session.id} on ${session.node ?? 'a node'}`,
      command: 'joy.dashboard',
    },
    configurationDefaults: {
      'window.title': '${activeEditorShort}${separator}${rootName}',
      // its panel would make one more terminal while the others are still coming back
      'terminal.integrated.hideOnStartup': restores ? 'whenEmpty' : 'never',
    },
    defaultLayout: {
      editors: first === undefined ? [] : [{ uri: paths.uri(first), viewColumn: 1 }],
      views: [{ id: 'terminal' }],
    },
  };
}

/** The workbench saves its layout every 5 s only, and not when the page goes: a quick reload would lose tabs. */
async function keepLayout({ window: { tabGroups } }: typeof vscode): Promise<void> {
  const storage = await getService(IStorageService);
  let timer: number | undefined;
  // what is written when the page goes may come too late for the browser
  tabGroups.onDidChangeTabs(() => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void storage.flush(), LAYOUT_MILLIS);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void storage.flush();
  });
  await storage.flush();
}
