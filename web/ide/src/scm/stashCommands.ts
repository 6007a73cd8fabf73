// Changes put aside, and brought back.
import type { GitStashEntry, GitStashes } from '../../../protocol/src/index.ts';
import { ago } from './branchCommands.ts';
import { agrees, type Bench, type Register } from './commandSet.ts';

export function registerStashCommands(bench: Bench, register: Register): void {
  const { api, repository } = bench;
  const push = async (untracked: boolean) => {
    await api.workspace.saveAll(false);
    const message = await api.window.showInputBox({
      title: 'Stash',
      prompt: 'What are these changes? (may stay empty)',
    });
    if (message !== undefined) await repository.change('stash', { message, untracked });
  };
  register('git.stash', () => push(false));
  register('git.stashUntracked', () => push(true));
  register('git.stashPop', async () => {
    const stash = await pick(bench, 'Stash to bring back; it leaves the list');
    if (stash !== undefined) await repository.change('applyStash', at(stash, true));
  });
  register('git.stashApply', async () => {
    const stash = await pick(bench, 'Stash to bring back; it stays in the list');
    if (stash !== undefined) await repository.change('applyStash', at(stash, false));
  });
  register('git.stashDrop', async () => {
    const stash = await pick(bench, 'Stash to drop');
    if (stash === undefined) return;
    const question = `Drop "${stash.message}"?`;
    if (await agrees(api, question, 'Its changes are lost.', 'Drop'))
      await repository.change('dropStash', at(stash, true));
  });
}

const at = ({ index }: GitStashEntry, drop: boolean) => ({ index, drop });

async function pick(
  { api, repository }: Bench,
  placeHolder: string,
): Promise<GitStashEntry | undefined> {
  const { stashes } = await repository.call<GitStashes>('stashes');
  const items = stashes.map((stash) => ({
    label: stash.message,
    description: ago(stash.time),
    stash,
  }));
  return (await api.window.showQuickPick(items, { placeHolder }))?.stash;
}
