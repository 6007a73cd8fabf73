import type * as vscode from 'vscode';
import type { Safety, Telemetry } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { safetyList } from './safetyList.ts';
import type { UnsavedTexts } from './unsaved/unsavedTexts.ts';

const LIST = 'joy.showSafety';
const MIB = 1 << 20;

/** CPU and memory of the container, and whether everything typed is safe. */
export function showStatus(api: typeof vscode, agent: Agent, texts: UnsavedTexts): void {
  const item = (id: string, name: string, priority: number) => {
    const made = api.window.createStatusBarItem(id, api.StatusBarAlignment.Right, priority);
    made.name = name;
    made.show();
    return made;
  };
  const load = item('joy.load', 'CPU and memory', 20);
  const saved = item('joy.saved', 'Saved work', 10);
  load.text = '$(pulse) …';
  saved.text = '$(cloud) …';

  let known: Safety | undefined;
  let since: Date | undefined;
  const showSafety = () => {
    const unsent = texts.unsent();
    const problem = unsent.find((text) => text.problem !== undefined);
    if (since !== undefined) {
      saved.text = `$(debug-disconnect) no connection since ${since.toLocaleTimeString()}`;
    } else if (problem !== undefined) saved.text = `$(warning) save ${problem.name}`;
    else if (known !== undefined) {
      saved.text = safetyText(
        unsent.length > 0 ? { ...known, safe: false, unsafeCount: known.unsafeCount } : known,
      );
      saved.tooltip = safetyDetail(known);
    }
    saved.backgroundColor =
      since === undefined && problem === undefined
        ? undefined
        : new api.ThemeColor('statusBarItem.warningBackground');
  };
  saved.command = LIST;
  api.commands.registerCommand(LIST, async () => {
    const items = safetyList(known, texts.unsent(), since);
    await api.window.showQuickPick(items, { title: 'What is not safe yet' });
  });
  texts.onDidChange(showSafety);

  agent.listen({
    telemetry: (sample) => {
      load.text = loadText(sample);
      load.tooltip = loadDetail(sample);
    },
    safety: (safety) => {
      known = safety;
      showSafety();
    },
    connected: (connected) => {
      since = connected ? undefined : (since ?? new Date());
      showSafety();
      if (!connected) load.text = '$(debug-disconnect) reconnecting';
    },
  });
}

export function loadText({ cpuPercent, memory }: Telemetry): string {
  return `$(pulse) ${Math.round(cpuPercent)} %  $(server) ${Math.round(memory / MIB)} MB`;
}

function loadDetail(sample: Telemetry): string {
  const cores = (sample.cpuLimitPercent / 100).toFixed(sample.cpuLimitPercent % 100 === 0 ? 0 : 1);
  return (
    `CPU ${sample.cpuPercent.toFixed(0)} % of one core; ${cores} in all\n` +
    `Memory ${Math.round(sample.memory / MIB)} of ${Math.round(sample.memoryLimit / MIB)} MB\n` +
    `${sample.processes} processes and threads`
  );
}

export function safetyText(safety: Safety): string {
  if (safety.awaySince !== undefined) return '$(warning) saved here only';
  if (safety.safe) {
    return safety.leftOutCount > 0
      ? `$(cloud) saved, ${safety.leftOutCount} not kept`
      : '$(cloud) saved';
  }
  return safety.unsafeCount > 0 ? `$(sync) ${safety.unsafeCount} not safe yet` : '$(sync) saving';
}

function safetyDetail(safety: Safety): string {
  if (safety.awaySince !== undefined) {
    const since = new Date(safety.awaySince).toLocaleTimeString();
    return `The server can’t be reached since ${since}. Your work stays in the workspace and is sent when it is back.`;
  }
  const leftOut =
    safety.leftOutCount > 0
      ? '\nNot kept, because ignored files are saved up to 64 MiB in all:\n' +
        safety.leftOut.join('\n')
      : '';
  if (safety.safe)
    return (
      (leftOut === '' ? 'Everything' : 'Everything else') +
      ' in the workspace is safe on the server.' +
      leftOut
    );
  return 'Not on the server yet:\n' + safety.unsafe.join('\n') + leftOut;
}
