// Commits, and what ends a merge or rebase.
import type { GitCommitted, GitMessage } from '../../../protocol/src/index.ts';
import { OPERATIONS } from './describe.ts';
import { agrees, type Bench, type Register } from './commandSet.ts';

interface How {
  readonly amend?: boolean;
  readonly signoff?: boolean;
}

export function registerCommitCommands(bench: Bench, register: Register): void {
  const { api, repository, view } = bench;
  register('git.commit', () => commit(bench));
  register('git.commitAmend', () => commit(bench, { amend: true }));
  register('git.commitSigned', () => commit(bench, { signoff: true }));
  register('git.commitPush', async () => {
    if (await commit(bench)) await api.commands.executeCommand('git.push');
  });
  register('git.undoCommit', async () => {
    const { text } = await repository.call<GitMessage>('message', { commit: 'HEAD' });
    await repository.change('undo');
    if (view.control.inputBox.value === '') view.control.inputBox.value = text;
  });
  register('git.continue', async () => {
    await api.workspace.saveAll(false);
    await repository.change('continue');
  });
  register('git.abort', async () => {
    const operation = repository.status?.operation;
    if (operation === undefined) return;
    const doing = OPERATIONS[operation];
    const question = `Stop ${doing}?`;
    const detail = 'All is then as it was before; conflicts that you have decided are lost.';
    if (await agrees(api, question, detail, 'Stop')) await repository.change('abort');
  });
}

/** False when the person thought better of it. */
async function commit(bench: Bench, how: How = {}): Promise<boolean> {
  const { api, repository, view } = bench;
  await api.workspace.saveAll(false);
  await repository.refresh();
  const amend = how.amend ?? false;
  const all = await allOrStaged(bench, amend);
  if (all === undefined) return false;
  const box = view.control.inputBox;
  const message = box.value.trim() === '' && !amend ? await asked(bench) : box.value;
  if (message === undefined) return false;
  await repository.call<GitCommitted>('commit', {
    message,
    all,
    amend,
    signoff: how.signoff ?? false,
  });
  box.value = '';
  await repository.refresh();
  return true;
}

/** Whether everything is to be staged first; undefined when nothing is to be committed. */
async function allOrStaged(
  { api, repository, view }: Bench,
  amend: boolean,
): Promise<boolean | undefined> {
  const merging = repository.status?.operation === 'merge';
  if (view.states('merge').length > 0) {
    const question = 'Some files are still in conflict.';
    const detail = 'Their marks (<<<<<<<, >>>>>>>) are committed as they stand. Decide each first.';
    return (await agrees(api, question, detail, 'Stage All & Commit')) ? true : undefined;
  }
  if (view.states('index').length > 0 || merging || amend) return false;
  if (view.states('workingTree').length === 0) {
    void api.window.showInformationMessage('There is nothing to commit: no file has changed.');
    return undefined;
  }
  const question = 'Nothing is staged. Commit all changes?';
  const detail = 'All changed and new files are staged, then committed.';
  const yes = 'Stage All & Commit';
  const chosen = await api.window.showInformationMessage(question, { modal: true, detail }, yes);
  return chosen === yes ? true : undefined;
}

function asked({ api }: Bench): Thenable<string | undefined> {
  return api.window.showInputBox({
    title: 'Commit',
    prompt: 'What does this commit change, and why?',
    placeHolder: 'Message',
    validateInput: (text) => (text.trim() === '' ? 'A commit needs a message' : undefined),
  });
}
