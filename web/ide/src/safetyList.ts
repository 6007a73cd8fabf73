import type { Safety } from '../../protocol/src/index.ts';

export interface SafetyItem {
  readonly label: string;
  readonly description: string;
}

/** All that is not safe on the server yet, and where it is meanwhile. */
export function safetyList(
  safety: Safety | undefined,
  unsent: readonly { name: string; problem?: string }[],
  lostSince: Date | undefined,
): SafetyItem[] {
  const items: SafetyItem[] = [];
  if (lostSince !== undefined) {
    items.push({
      label: `$(debug-disconnect) No connection since ${lostSince.toLocaleTimeString()}`,
      description: 'it is tried again all the time',
    });
  }
  for (const { name, problem } of unsent) {
    items.push({ label: `$(edit) ${name}`, description: problem ?? 'typed, in this window only' });
  }
  const here = new Set(unsent.map(({ name }) => name));
  for (const path of safety?.unsafe ?? []) {
    if (here.has(path)) continue;
    items.push({
      label: `$(sync) ${path}`,
      description: 'in the workspace, on its way to the server',
    });
  }
  const more = (safety?.unsafeCount ?? 0) - (safety?.unsafe.length ?? 0);
  if (more > 0) items.push({ label: `$(sync) and ${more} more`, description: '' });
  for (const path of safety?.leftOut ?? []) {
    items.push({
      label: `$(circle-slash) ${path}`,
      description: 'ignored by git, and over the 64 MiB that are kept of such files',
    });
  }
  if (items.length === 0)
    items.push({ label: '$(check) Everything is safe on the server', description: '' });
  return items;
}
