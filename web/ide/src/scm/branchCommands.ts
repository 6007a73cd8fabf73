// Branches: switch, create, rename, delete.
import type * as vscode from 'vscode';
import { ApiError } from '../../../common/src/api.ts';
import type { GitBranches, GitRef } from '../../../protocol/src/index.ts';
import { agrees, type Bench, type Register } from './commandSet.ts';
import { branchName } from './describe.ts';

interface Choice extends vscode.QuickPickItem {
  readonly ref?: GitRef;
  readonly from?: 'here' | 'chosen';
}

export function registerBranchCommands(bench: Bench, register: Register): void {
  const { api, repository } = bench;
  register('git.checkout', () => checkout(bench));
  register('git.branch', () => create(bench, 'HEAD'));
  register('git.branchFrom', (_control: unknown, commit: { readonly id: string }) =>
    create(bench, commit.id),
  );
  register('git.checkoutCommit', async (_control: unknown, commit: { readonly id: string }) => {
    await api.workspace.saveAll(false);
    await repository.change('switch', { to: commit.id, track: false, detach: true });
  });
  register('git.renameBranch', async () => {
    const from = repository.status?.branch;
    if (from === undefined) return;
    const to = await askName(api, `Rename ${from}`, from);
    if (to !== undefined && to !== from) await repository.change('renameBranch', { from, to });
  });
  register('git.deleteBranch', () => remove(bench));
}

async function refsOf({ repository }: Bench): Promise<readonly GitRef[]> {
  return (await repository.call<GitBranches>('branches')).refs;
}

const KINDS = [
  ['refs/heads/', 'branches', 'git-branch'],
  ['refs/remotes/', 'remote branches', 'cloud'],
  ['refs/tags/', 'tags', 'tag'],
] as const;

function choices(api: typeof vscode, refs: readonly GitRef[]): Choice[] {
  return KINDS.flatMap(([prefix, label, icon]) => {
    const some = refs.filter(({ ref }) => ref.startsWith(prefix));
    if (some.length === 0) return [];
    const items = some.map((ref) => ({
      label: `$(${icon}) ${ref.name}`,
      description: (ref.current ? 'current · ' : '') + ago(ref.time),
      detail: `${ref.commit.slice(0, 8)} ${ref.subject}`,
      ref,
    }));
    return [{ label, kind: api.QuickPickItemKind.Separator }, ...items];
  });
}

async function checkout(bench: Bench): Promise<void> {
  const { api, repository } = bench;
  const refs = await refsOf(bench);
  const items: Choice[] = [
    { label: '$(plus) Create new branch…', from: 'here', alwaysShow: true },
    { label: '$(plus) Create new branch from…', from: 'chosen', alwaysShow: true },
    ...choices(api, refs),
  ];
  const placeHolder = 'Branch or tag to switch to';
  const chosen = await api.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (chosen === undefined) return;
  if (chosen.from === 'here') await create(bench, 'HEAD');
  else if (chosen.from === 'chosen') {
    const from = await api.window.showQuickPick(choices(api, refs), {
      placeHolder: 'Where the new branch starts',
    });
    if (from?.ref !== undefined) await create(bench, from.ref.ref);
  } else if (chosen.ref !== undefined) {
    await api.workspace.saveAll(false);
    await repository.change('switch', switchTo(chosen.ref, refs));
  }
}

/** A remote branch is worked on in a local one, which follows it; a tag can only be looked at. */
function switchTo(ref: GitRef, refs: readonly GitRef[]): object {
  if (ref.ref.startsWith('refs/heads/')) return { to: ref.name, track: false, detach: false };
  if (ref.ref.startsWith('refs/tags/')) return { to: ref.ref, track: false, detach: true };
  const name = ref.name.slice(ref.name.indexOf('/') + 1);
  const local = refs.some((one) => one.ref === `refs/heads/${name}`);
  return local
    ? { to: name, track: false, detach: false }
    : { to: ref.name, create: name, track: true, detach: false };
}

async function create({ api, repository }: Bench, from: string): Promise<void> {
  const name = await askName(api, 'New branch', '');
  if (name === undefined) return;
  await api.workspace.saveAll(false);
  await repository.change('switch', { to: from, create: name, track: false, detach: false });
}

async function askName(
  api: typeof vscode,
  title: string,
  value: string,
): Promise<string | undefined> {
  const typed = await api.window.showInputBox({
    title,
    value,
    prompt: 'Name of the branch',
    validateInput: (text) => {
      const name = branchName(text);
      if (name === '') return 'A branch needs a name';
      if (name === text) return undefined;
      const severity = api.InputBoxValidationSeverity.Info;
      return { message: `It will be called ${name}`, severity };
    },
  });
  return typed === undefined ? undefined : branchName(typed);
}

async function remove(bench: Bench): Promise<void> {
  const { api, repository } = bench;
  const local = (await refsOf(bench)).filter(
    ({ ref, current }) => ref.startsWith('refs/heads/') && !current,
  );
  if (local.length === 0) {
    void api.window.showInformationMessage('There is no other branch that could be deleted.');
    return;
  }
  const chosen = await api.window.showQuickPick(choices(api, local), {
    placeHolder: 'Branch to delete; its twin on the remote stays',
  });
  if (chosen?.ref === undefined) return;
  const { name } = chosen.ref;
  try {
    await repository.change('deleteBranch', { name, force: false });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'git.not_merged') throw error;
    const question = `Delete ${name} with its commits?`;
    const detail = 'It has commits that are in no other branch. They are lost.';
    if (await agrees(api, question, detail, 'Delete'))
      await repository.change('deleteBranch', { name, force: true });
  }
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export function ago(time: number): string {
  const seconds = (Date.now() - time) / 1000;
  const step = STEPS.find(([, length]) => seconds >= length);
  if (step === undefined) return 'just now';
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  return format.format(-Math.floor(seconds / step[1]), step[0]);
}
