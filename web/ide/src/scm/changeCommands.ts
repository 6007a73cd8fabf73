// Stage, unstage, discard, open: what is done to changes of files.
import type * as vscode from 'vscode';
import type { Group } from './describe.ts';
import { agrees, type Bench, type Register } from './commandSet.ts';
import { INDEX } from './gitFileSystem.ts';
import { applied, type LineChange } from './lineChanges.ts';
import type { ResourceState } from './sourceControl.ts';

export function registerChangeCommands(bench: Bench, register: Register): void {
  const { api, repository, view } = bench;
  register('git.refresh', () => repository.refresh());
  register('git.stage', async (...states: ResourceState[]) => {
    await api.workspace.saveAll(false);
    await repository.change('stage', { paths: pathsOf(states) });
  });
  register('git.stageAll', async () => {
    await api.workspace.saveAll(false);
    await repository.change('stage', { paths: [] });
  });
  register('git.unstage', (...states: ResourceState[]) =>
    repository.change('unstage', {
      paths: present(states).flatMap(({ resource: { change } }) =>
        change.from === undefined ? [change.path] : [change.path, change.from],
      ),
    }),
  );
  register('git.unstageAll', () => repository.change('unstage', { paths: [] }));
  register('git.discard', (...states: ResourceState[]) => discard(bench, states));
  register('git.discardAll', () => discard(bench, view.states('workingTree')));
  register('git.acceptOurs', (...states: ResourceState[]) =>
    repository.change('resolve', { paths: pathsOf(states), side: 'ours' }),
  );
  register('git.acceptTheirs', (...states: ResourceState[]) =>
    repository.change('resolve', { paths: pathsOf(states), side: 'theirs' }),
  );
  register('git.openFile', async (...states: ResourceState[]) => {
    for (const path of pathsOf(states))
      await api.commands.executeCommand('vscode.open', view.file(path), { preview: false });
  });
  register('git.openChange', (...states: unknown[]) => openChanges(bench, states));
  register('git.stageChange', (uri: vscode.Uri, changes: LineChange[], at: number) =>
    stageChange(bench, uri, changes, at),
  );
  register('git.revertChange', (uri: vscode.Uri, changes: LineChange[], at: number) =>
    revertChange(bench, uri, changes, at),
  );
}

/** A menu gives the lines it was opened on, and nothing in the place of one that is gone by now. */
function present(states: readonly unknown[]): ResourceState[] {
  const there = states.filter(isState);
  if (there.length === 0 && states.length > 0)
    throw new Error('The list of changes has changed meanwhile. Look at it, and choose again.');
  return there;
}

function pathsOf(states: readonly unknown[]): string[] {
  return present(states).map(({ resource }) => resource.change.path);
}

async function discard(bench: Bench, chosen: readonly ResourceState[]): Promise<void> {
  const { api, repository } = bench;
  const states = present(chosen);
  if (states.length === 0) return;
  const untracked = states.filter(({ resource }) => resource.change.untracked);
  const tracked = states.filter(({ resource }) => !resource.change.untracked);
  const name = states[0]?.resource.change.path ?? '';
  const one = states.length === 1;
  const question =
    tracked.length === 0
      ? `Delete ${one ? name : `these ${states.length} untracked files`}?`
      : `Discard the changes in ${one ? name : `these ${states.length} files`}?`;
  const deleted =
    tracked.length > 0 && untracked.length > 0
      ? ` ${untracked.length} untracked ${untracked.length === 1 ? 'file is' : 'files are'} deleted.`
      : '';
  const detail = `What was written there since the last commit or staging is lost.${deleted}`;
  const yes = tracked.length === 0 ? 'Delete' : 'Discard';
  if (!(await agrees(api, question, detail, yes))) return;
  await repository.change('discard', {
    tracked: pathsOf(tracked),
    untracked: pathsOf(untracked),
  });
}

const SIDES: Record<Group, string> = {
  merge: 'Conflict',
  index: 'Index',
  workingTree: 'Working Tree',
};

/** The view adds arguments of its own behind a line's: whether the keyboard stays where it is, say. */
function isState(argument: unknown): argument is ResourceState {
  return typeof argument === 'object' && argument !== null && 'resource' in argument;
}

async function openChanges({ api, view }: Bench, states: readonly unknown[]): Promise<void> {
  for (const { resource } of present(states)) {
    const before = view.before(resource);
    const after = view.after(resource);
    const name = resource.change.path.split('/').at(-1) ?? '';
    const title = `${name} (${after === undefined ? 'Deleted' : SIDES[resource.group]})`;
    if (before !== undefined && after !== undefined)
      await api.commands.executeCommand('vscode.diff', before, after, title);
    else {
      const only = before ?? view.file(resource.change.path);
      await api.commands.executeCommand('vscode.open', only, undefined, before && title);
    }
  }
}

async function textOf({ api, view, repository }: Bench, uri: vscode.Uri) {
  const path = repository.status?.changes.find(
    (change) => view.file(change.path).toString() === uri.toString(),
  )?.path;
  if (path === undefined) throw new Error(`${uri.path} has no changes any more.`);
  const modified = await api.workspace.openTextDocument(uri);
  const original = await api.workspace.openTextDocument(view.oldFile(path, INDEX));
  return { path, modified, original };
}

async function stageChange(
  bench: Bench,
  uri: vscode.Uri,
  changes: readonly LineChange[],
  at: number,
): Promise<void> {
  const { path, modified, original } = await textOf(bench, uri);
  if (modified.encoding !== 'utf8') {
    throw new Error(`${path} isn’t UTF-8, so a part of it can’t be staged. Stage all of it.`);
  }
  const text = applied(original.getText(), modified.getText(), changes.slice(at, at + 1));
  await bench.repository.change('stageText', { path, text });
}

async function revertChange(
  bench: Bench,
  uri: vscode.Uri,
  changes: readonly LineChange[],
  at: number,
): Promise<void> {
  const { api } = bench;
  const { modified, original } = await textOf(bench, uri);
  const others = changes.filter((_, index) => index !== at);
  const text = applied(original.getText(), modified.getText(), others);
  const end = modified.lineAt(modified.lineCount - 1).rangeIncludingLineBreak.end;
  const edit = new api.WorkspaceEdit();
  edit.replace(uri, new api.Range(new api.Position(0, 0), end), text);
  // in the editor, where it can be undone
  await api.workspace.applyEdit(edit);
  await modified.save();
}
