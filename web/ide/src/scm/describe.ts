// What a change is called and where it is shown; no workbench in it, so that it is easily tested.
import type { GitChange, GitConflict, GitKind, GitStatus } from '../../../protocol/src/index.ts';

export type Group = 'merge' | 'index' | 'workingTree';

/** One line of the source control view. */
export interface Resource {
  readonly group: Group;
  readonly change: GitChange;
  readonly look: Look;
}

export interface Look {
  readonly letter: string;
  readonly title: string;
  /** Of the gitDecoration colours. */
  readonly color: string;
  readonly struck: boolean;
}

const look = (letter: string, title: string, color: string, struck = false): Look => ({
  letter,
  title,
  color: `gitDecoration.${color}ResourceForeground`,
  struck,
});

const INDEX: Record<GitKind, Look> = {
  modified: look('M', 'Modified, staged', 'stageModified'),
  added: look('A', 'Added', 'added'),
  deleted: look('D', 'Deleted, staged', 'stageDeleted', true),
  renamed: look('R', 'Renamed', 'renamed'),
  copied: look('C', 'Copied', 'added'),
  type: look('T', 'Type changed, staged', 'stageModified'),
};

const WORKTREE: Record<GitKind, Look> = {
  modified: look('M', 'Modified', 'modified'),
  added: look('A', 'Added', 'added'),
  deleted: look('D', 'Deleted', 'deleted', true),
  renamed: look('R', 'Renamed', 'renamed'),
  copied: look('C', 'Copied', 'added'),
  type: look('T', 'Type changed', 'modified'),
};

const UNTRACKED = look('U', 'Untracked', 'untracked');
const NESTED = look('N', 'A repository of its own, not part of this one', 'submodule');

const CONFLICTS: Record<GitConflict, string> = {
  bothModified: 'Conflict: both changed it',
  bothAdded: 'Conflict: both added it',
  bothDeleted: 'Conflict: both deleted it',
  addedByUs: 'Conflict: added by us',
  addedByThem: 'Conflict: added by them',
  deletedByUs: 'Conflict: deleted by us',
  deletedByThem: 'Conflict: deleted by them',
};

export function resourcesOf(status: GitStatus): Resource[] {
  return status.changes.flatMap((change) => {
    if (change.conflict !== undefined) {
      const title = CONFLICTS[change.conflict];
      return [{ group: 'merge', change, look: look('!', title, 'conflicting') } as const];
    }
    if (change.nested) return [];
    if (change.untracked) return [{ group: 'workingTree', change, look: UNTRACKED } as const];
    const both: Resource[] = [];
    if (change.index !== undefined)
      both.push({ group: 'index', change, look: INDEX[change.index] });
    if (change.worktree !== undefined)
      both.push({ group: 'workingTree', change, look: WORKTREE[change.worktree] });
    return both;
  });
}

/** What the explorer shows of each path: the worktree's state before the index's. */
export function looksOf(status: GitStatus): Map<string, Look> {
  const looks = new Map<string, Look>();
  for (const { change, look: shown } of resourcesOf(status)) looks.set(change.path, shown);
  for (const change of status.changes) if (change.nested) looks.set(change.path, NESTED);
  return looks;
}

/** `main`, `main*` with changes, `main+` with staged ones, `1a2b3c4d` without a branch. */
export function headText(status: GitStatus): string {
  const name = status.branch ?? status.head?.slice(0, 8) ?? 'no commit';
  const resources = resourcesOf(status);
  const marks = [
    resources.some(({ group }) => group === 'workingTree') ? '*' : '',
    resources.some(({ group }) => group === 'index') ? '+' : '',
    resources.some(({ group }) => group === 'merge') ? '!' : '',
  ];
  const doing = status.operation === undefined ? '' : ` (${OPERATIONS[status.operation]})`;
  return name + marks.join('') + doing;
}

export const OPERATIONS = {
  merge: 'merging',
  rebase: 'rebasing',
  cherryPick: 'cherry-picking',
  revert: 'reverting',
} as const;

/** `↓2 ↑1`, empty when both have the same. */
export function aheadText({ ahead = 0, behind = 0 }: GitStatus): string {
  return [behind > 0 ? `↓${behind}` : '', ahead > 0 ? `↑${ahead}` : ''].join(' ').trim();
}

/** A new branch's name out of what a person typed. */
export function branchName(typed: string): string {
  return typed
    .trim()
    .replace(/[\s~^:?*[\]\\]+|\.{2,}|@\{/g, '-')
    .replace(/^[-./]+|[./]+$|\.lock$/g, '')
    .replace(/\/{2,}/g, '/');
}
