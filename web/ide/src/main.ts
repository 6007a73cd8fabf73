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
import { ApiError, api } from '../../common/src/api.ts';
import { explain } from '../../common/src/messages.ts';
import type { RestSession } from '../../protocol/src/index.ts';
import { Absent } from './absent.ts';
import { Agent } from './agent.ts';
import { registerCommands } from './commands.ts';
import { AgentFileSystem, SCHEME, WorkspacePaths } from './fileSystem.ts';
import { Connection } from './connection.ts';
import './languages.ts';
import { showPorts } from './ports.ts';
import { sourceControl } from './scm/index.ts';
import { StartedByDocuments } from './languageServers.ts';
import { registerSearch } from './search.ts';
import { workbenchServices } from './services.ts';
import { showStatus } from './statusBar.ts';
import { registerTerminalLinks } from './terminalLinks.ts';
import { AgentTerminals } from './terminals.ts';
import { registerTransfers } from './transfers.ts';
import { Unsaved } from './unsaved/restore.ts';
import { pause, Tunnel } from './tunnel.ts';
import { provideWorkers } from './workers.ts';

const POLL_MILLIS = 500;
const WAITING = ['queued', 'starting'];

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

try {
  await open();
} catch (error) {
  say(explain(error), true);
}

async function open(): Promise<void> {
  const session = await ready(location.pathname.split('/')[2] ?? '');
  const project = session.project.split('/')[1] ?? session.project;
  document.title = `${project} · Joy of Hardware`;

  const tunnel = new Tunnel(session.id);
  const agent = new Agent(tunnel);
  const paths = new WorkspacePaths(project);
  const unsaved = new Unsaved(agent, paths);
  const asked = Promise.all([agent.list(''), agent.terminals()]);
  // in this order: settings written before their store is there are not read
  await createIndexedDBProviders();
  await initUserConfiguration(JSON.stringify(SETTINGS));
  const [root, left] = await asked;
  const files = new AgentFileSystem(agent, paths, Absent.of(root.entries, '.vscode'));
  registerCustomProvider(SCHEME, files);
  const showSourceControl = sourceControl(agent, paths);
  provideWorkers();

  const place = document.getElementById('workbench') ?? document.body;
  const terminals = new AgentTerminals(agent, paths, session.id, left);
  const first = ['top.v', 'README.md'].find((name) => root.entries.some((e) => e.name === name));
  const services = { ...workbenchServices(terminals), ...(await unsaved.services(files)) };
  await initialize(services, place, layout(session, paths, first, terminals.restores), {
    userHome: paths.uri(''),
  });
  document.getElementById('opening')?.setAttribute('hidden', '');

  const workbench = await registerCommands();
  const texts = await unsaved.track(workbench);
  showStatus(workbench, agent, texts);
  new Connection(agent, session, texts);
  await registerSearch(agent, paths);
  showSourceControl().catch((error: unknown) => {
    console.error('source control is not shown:', error);
  });
  await showPorts(agent, session.id);
  registerTransfers(agent, paths);
  registerTerminalLinks(workbench, agent, paths);
  new StartedByDocuments(workbench, agent, tunnel, paths);
  await keepLayout();
}

/** Waits until the session can be worked in. */
async function ready(id: string): Promise<RestSession> {
  for (;;) {
    const session = await api<RestSession>('GET', `/sessions/${id}`);
    if (session.state === 'queued')
      say(`Waiting for a free machine: place ${session.queuePosition ?? 1}`);
    else if (session.state === 'starting') say('Laying out your workspace');
    else if (session.state === 'failed')
      throw new ApiError(0, 'failed', session.reason ?? 'The session failed.');
    else if (session.state === 'destroyed' || session.state === 'saving') {
      throw new ApiError(
        0,
        'session.gone',
        'This session has ended; your work is saved. Open the project again from the dashboard.',
      );
    } else return session;
    if (WAITING.includes(session.state)) await pause(POLL_MILLIS);
  }
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
async function keepLayout(): Promise<void> {
  const storage = await getService(IStorageService);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void storage.flush();
  });
  await storage.flush();
}

function say(text: string, final = false): void {
  const place = document.getElementById('opening-text');
  if (place === null) return;
  place.textContent = text;
  if (!final) return;
  const back = document.createElement('a');
  back.href = '/dashboard';
  back.textContent = 'Back to the dashboard';
  place.append(document.createElement('br'), back);
}
