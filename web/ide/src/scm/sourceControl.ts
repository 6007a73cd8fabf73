import type * as vscode from 'vscode';
import type { GitStatus } from '../../../protocol/src/index.ts';
import type { WorkspacePaths } from '../fileSystem.ts';
import { aheadText, type Group, headText, type Resource, resourcesOf } from './describe.ts';
import { type GitFileSystem, INDEX } from './gitFileSystem.ts';
import type { Repository } from './repository.ts';

/** A line of the view, and what it stands for. */
export interface ResourceState extends vscode.SourceControlResourceState {
  readonly resource: Resource;
}

const GROUPS: readonly [Group, string][] = [
  ['merge', 'Merge Changes'],
  ['index', 'Staged Changes'],
  ['workingTree', 'Changes'],
];

/** The source control view, its badge, the gutter's marks and the branch in the status bar. */
export class SourceControlView {
  readonly control: vscode.SourceControl;
  private readonly groups: ReadonlyMap<Group, vscode.SourceControlResourceGroup>;
  private suggested = '';
  private busy = 0;

  constructor(
    private readonly api: typeof vscode,
    private readonly repository: Repository,
    private readonly old: GitFileSystem,
    private readonly paths: WorkspacePaths,
  ) {
    const control = api.scm.createSourceControl('joy-git', 'Git', this.file(''));
    this.control = control;
    control.acceptInputCommand = { command: 'git.commit', title: 'Commit' };
    this.groups = new Map(
      GROUPS.map(([id, label]) => {
        const options = { multiDiffEditorEnableViewChanges: id !== 'merge' };
        const group = control.createResourceGroup(id, label, options);
        group.hideWhenEmpty = id !== 'workingTree';
        return [id, group];
      }),
    );
    control.quickDiffProvider = {
      provideOriginalResource: (uri: vscode.Uri) => this.original(uri),
    };
    repository.listen({
      status: (status) => {
        this.show(status);
      },
    });
  }

  file(path: string): vscode.Uri {
    return this.api.Uri.from(this.paths.uri(path));
  }

  oldFile(path: string, ref: string): vscode.Uri {
    return this.api.Uri.from(this.old.uri(path, ref));
  }

  /** Says in the status bar that something goes on. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.busy++;
    this.showStatusBar();
    try {
      return await work();
    } finally {
      this.busy--;
      this.showStatusBar();
    }
  }

  states(group: Group): readonly ResourceState[] {
    return (this.groups.get(group)?.resourceStates ?? []) as ResourceState[];
  }

  private show(status: GitStatus): void {
    const all = resourcesOf(status);
    for (const [id, group] of this.groups) {
      const before = new Map(this.states(id).map((state) => [keyOf(state.resource), state]));
      // a line that stays the same stays itself: a menu that is open on it goes on working
      group.resourceStates = all
        .filter((resource) => resource.group === id)
        .map((resource) => before.get(keyOf(resource)) ?? this.state(resource));
    }
    this.control.count = new Set(all.map(({ change }) => change.path)).size;
    const branch = status.branch === undefined ? '' : ` on "${status.branch}"`;
    this.control.inputBox.placeholder = `Message (Ctrl+Enter to commit${branch})`;
    this.control.inputBox.visible = status.repository;
    this.suggest(status.message ?? '');
    this.showContext(status, all);
    this.showStatusBar();
  }

  /** A merge's own message stands in the box until the person writes another. */
  private suggest(message: string): void {
    const box = this.control.inputBox;
    if (message !== this.suggested && (box.value === '' || box.value === this.suggested))
      box.value = message;
    this.suggested = message;
  }

  private showContext(status: GitStatus, all: readonly Resource[]): void {
    const set = (key: string, value: unknown) =>
      void this.api.commands.executeCommand('setContext', `joyGit.${key}`, value);
    set('repository', status.repository);
    set('head', status.head !== undefined);
    set('branch', status.branch !== undefined);
    set('operation', status.operation !== undefined);
    set('stashes', status.stashes > 0);
    this.control.actionButton = this.button(status, all);
  }

  private button(
    status: GitStatus,
    all: readonly Resource[],
  ): vscode.SourceControlActionButton | undefined {
    if (!status.repository) return undefined;
    const shown = (command: string, title: string, enabled = true) => ({
      command: { command, title },
      enabled,
    });
    if (status.operation !== undefined && status.operation !== 'merge') {
      const open = all.some(({ group }) => group === 'merge');
      return shown('git.continue', '$(check) Continue', !open);
    }
    if (all.length > 0 || status.operation === 'merge' || status.head === undefined) {
      return {
        ...shown('git.commit', '$(check) Commit', all.length > 0 || status.operation === 'merge'),
        secondaryCommands: [
          [
            { command: 'git.commit', title: 'Commit' },
            { command: 'git.commitPush', title: 'Commit & Push' },
            { command: 'git.commitAmend', title: 'Commit (Amend)' },
          ],
        ],
      };
    }
    if (status.branch === undefined) return undefined;
    if (status.upstream === undefined) return shown('git.push', '$(cloud-upload) Publish Branch');
    const apart = aheadText(status);
    return apart === '' ? undefined : shown('git.sync', `$(sync) Sync Changes ${apart}`);
  }

  private showStatusBar(): void {
    const status = this.repository.status;
    if (status?.repository !== true) {
      this.control.statusBarCommands = [];
      return;
    }
    const apart = aheadText(status);
    const published = status.upstream !== undefined;
    const icon = this.busy > 0 ? '$(sync~spin)' : published ? '$(sync)' : '$(cloud-upload)';
    const sync = {
      command: published ? 'git.sync' : 'git.push',
      title: `${icon} ${apart}`.trim(),
      tooltip: published
        ? `Pull from and push to ${status.upstream ?? ''}`
        : `Publish the branch: push it to the remote for the first time`,
    };
    this.control.statusBarCommands = [
      {
        command: 'git.checkout',
        title: `$(git-branch) ${headText(status)}`,
        tooltip: 'Switch to another branch, or create one',
      },
      ...(status.branch === undefined ? [] : [sync]),
    ];
  }

  private state(resource: Resource): ResourceState {
    const { change, look } = resource;
    const original = this.before(resource);
    const modified = this.after(resource);
    return {
      resource,
      resourceUri: this.file(change.path),
      contextValue: resource.group,
      decorations: {
        tooltip: change.from === undefined ? look.title : `${look.title} from ${change.from}`,
        strikeThrough: look.struck,
        faded: false,
      },
      command: { command: 'git.openChange', title: 'Open Changes', arguments: [{ resource }] },
      ...(original === undefined ? {} : { multiDiffEditorOriginalUri: original }),
      ...(modified === undefined ? {} : { multiFileDiffEditorModifiedUri: modified }),
    };
  }

  /** What the change began with; nothing for a new file. */
  before({ group, change }: Resource): vscode.Uri | undefined {
    if (group === 'merge' || change.untracked) return undefined;
    if (group === 'workingTree') return this.oldFile(change.path, INDEX);
    return change.index === 'added' ? undefined : this.oldFile(change.from ?? change.path, 'HEAD');
  }

  /** What it became; nothing for a deleted file. */
  after({ group, change }: Resource): vscode.Uri | undefined {
    if ((group === 'index' ? change.index : change.worktree) === 'deleted') return undefined;
    return group === 'index' ? this.oldFile(change.path, INDEX) : this.file(change.path);
  }

  private async original(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    if (uri.scheme !== this.paths.uri('').scheme) return undefined;
    const path = this.paths.path(uri);
    const change = this.repository.status?.changes.find((one) => one.path === path);
    if (change?.untracked === true || change?.conflict !== undefined) return undefined;
    return (await this.old.has(path, INDEX)) ? this.oldFile(path, INDEX) : undefined;
  }
}

function keyOf(resource: Resource): string {
  return JSON.stringify(resource);
}
