import { initialize, type IWorkbenchConstructionOptions } from '@codingame/monaco-vscode-api';
import { registerCustomProvider } from '@codingame/monaco-vscode-files-service-override';
import type { RestSession } from '../../protocol/src/index.ts';
import { Absent } from './absent.ts';
import { boardsView } from './boards/index.ts';
import { registerCommands } from './commands.ts';
import { AgentFileSystem, SCHEME, WorkspacePaths } from './fileSystem.ts';
import { Connection } from './connection.ts';
import './languages.ts';
import type { Opening } from './opening.ts';
import { showPorts } from './ports.ts';
import { sourceControl } from './scm/index.ts';
import { StartedByDocuments } from './languageServers.ts';
import { Preferences } from './preferences/index.ts';
import { registerSearch } from './search.ts';
import { linkSearchResults } from './searchResults.ts';
import { workbenchServices } from './services.ts';
import { showStatus } from './statusBar.ts';
import { usualSettings } from './usualSettings.ts';
import { registerTerminalLinks } from './terminalLinks.ts';
import { offerTasks } from './tasks/index.ts';
import { tidyMenus } from './tidy/index.ts';
import { AgentTerminals } from './terminals.ts';
import { registerTransfers } from './transfers.ts';
import { rememberTheme } from './theme.ts';
import { refreshWhenUntold, showUnwatched } from './unwatched.ts';
import { Unsaved } from './unsaved/restore.ts';
import { serveApart, showWebviews } from './webviews/index.ts';
import { provideWorkers } from './workers.ts';

/** Makes the workbench of what was asked for meanwhile. */
export async function open({
  session,
  tunnel,
  agent,
  root,
  left,
  origins,
  preferences: { asked },
}: Opening): Promise<void> {
  const project = session.project.split('/')[1] ?? session.project;
  document.title = `${project} · Joy of Hardware`;

  const paths = new WorkspacePaths(project);
  const unsaved = new Unsaved(agent, paths);
  const preferences = await Preferences.load(session.project, asked);
  registerCustomProvider('vscode-userdata', preferences.files);
  const files = new AgentFileSystem(agent, paths, Absent.of(root.entries, '.vscode'));
  registerCustomProvider(SCHEME, files);
  const showSourceControl = sourceControl(agent, paths);
  const showBoards = boardsView(agent);
  if (origins !== undefined) serveApart(origins);
  provideWorkers(origins);
  tidyMenus();

  const place = document.getElementById('workbench') ?? document.body;
  const terminals = new AgentTerminals(agent, paths, session.id, left);
  const first = ['top.v', 'README.md'].find((name) => root.entries.some((e) => e.name === name));
  const services = {
    ...workbenchServices(terminals),
    ...preferences.services(),
    ...(await unsaved.services(files)),
  };
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
  await linkSearchResults(paths);
  showSourceControl().catch((error: unknown) => {
    console.error('source control is not shown:', error);
  });
  await showPorts(agent, session.id);
  await showBoards();
  registerTransfers(agent, paths);
  registerTerminalLinks(workbench, agent, paths);
  new StartedByDocuments(workbench, agent, tunnel, paths);
  showWebviews(workbench, origins);
  offerTasks(workbench, agent, paths);
  await preferences.track(workbench);
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
    configurationDefaults: usualSettings(restores),
    defaultLayout: {
      editors: first === undefined ? [] : [{ uri: paths.uri(first), viewColumn: 1 }],
      views: [{ id: 'terminal' }],
    },
  };
}
