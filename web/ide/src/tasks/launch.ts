import type { IShellLaunchConfig } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal';
import { limits, type TerminalStart } from '../../../protocol/src/index.ts';

export function isTask({ type }: IShellLaunchConfig): boolean {
  return type === 'Task';
}

/** What the workbench made of a task; its paths are those of the container already. */
export function startOf(
  id: string,
  { name, executable, args, cwd, env }: IShellLaunchConfig,
  cols: number,
  rows: number,
): TerminalStart {
  const set = Object.entries(env ?? {}).filter(
    (each): each is [string, string] => each[1] !== null,
  );
  const folder = typeof cwd === 'string' ? cwd : cwd?.path;
  return {
    id,
    ...(name === undefined ? {} : { name: name.slice(0, limits.terminalName) }),
    argv: [executable ?? '', ...(typeof args === 'string' ? [args] : (args ?? []))],
    ...(folder === undefined ? {} : { cwd: folder }),
    env: Object.fromEntries(set),
    cols,
    rows,
  };
}
