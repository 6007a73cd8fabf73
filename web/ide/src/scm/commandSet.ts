import type * as vscode from 'vscode';
import { telling } from './telling.ts';
import type { Repository } from './repository.ts';
import type { SourceControlView } from './sourceControl.ts';

/** What every command works with. */
export interface Bench {
  readonly api: typeof vscode;
  readonly repository: Repository;
  readonly view: SourceControlView;
  readonly output: vscode.OutputChannel;
}

/** Registers a command whose errors are told. */
export type Register = (id: string, run: (...args: never[]) => Promise<unknown>) => void;

export function registering({ api, output, view }: Bench): Register {
  return (id, run) => {
    api.commands.registerCommand(id, (...args: unknown[]) =>
      telling(api, output, async () => {
        await view.working(() => run(...(args as never[])));
      }),
    );
  };
}

/** Asks before something is lost; true when the person agrees. */
export async function agrees(
  api: typeof vscode,
  question: string,
  detail: string,
  yes: string,
): Promise<boolean> {
  const options = { modal: true, detail };
  return (await api.window.showWarningMessage(question, options, yes)) === yes;
}
