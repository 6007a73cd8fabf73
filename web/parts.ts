import type { Plugin } from 'vite';

const CONTRIB = 'vs/workbench/contrib';

/** Parts of the workbench that nothing here uses; each is imported for what it registers only. */
const LEFT_OUT = [
  'vs/editor/contrib/inlineCompletions/browser/inlineCompletions.contribution.js',
  `${CONTRIB}/inlineCompletions/browser/inlineCompletions.contribution.js`,
  `${CONTRIB}/mergeEditor/browser/mergeEditor.contribution.js`,
  `${CONTRIB}/externalTerminal/browser/externalTerminal.contribution.js`,
  `${CONTRIB}/terminalContrib/developer/browser/terminal.developer.contribution.js`,
  `${CONTRIB}/terminalContrib/inlineHint/browser/terminal.initialHint.contribution.js`,
  `${CONTRIB}/terminalContrib/telemetry/browser/terminal.telemetry.contribution.js`,
  `${CONTRIB}/terminalContrib/voice/browser/terminal.voice.contribution.js`,
  `${CONTRIB}/terminalContrib/wslRecommendation/browser/terminal.wslRecommendation.contribution.js`,
];

/** Leaves those out of the workbench that a page loads. */
export function workbenchParts(): Plugin {
  const met = new Set<string>();
  return {
    name: 'workbench-parts',
    enforce: 'pre',
    apply: 'build',
    load(id) {
      const part = LEFT_OUT.find((each) => id.endsWith(`/vscode/src/${each}`));
      if (part === undefined) return null;
      met.add(part);
      return { code: 'export {};', moduleSideEffects: false };
    },
    generateBundle() {
      if (met.size === 0) return; // a worker's own build
      const unknown = LEFT_OUT.filter((part) => !met.has(part));
      if (unknown.length > 0) this.error('no longer parts of the workbench: ' + unknown.join(', '));
    },
  };
}

interface Graph {
  getModuleInfo(id: string): {
    readonly importedIds: readonly string[];
    readonly dynamicallyImportedIds: readonly string[];
  } | null;
}

/**
 * All that the workbench's script needs is one chunk, which is a twentieth smaller than several.
 * What the first script or the site uses too stays out: neither may load the workbench.
 */
export function workbenchChunk(root: string, pages: readonly string[]) {
  let modules: Set<string> | undefined;
  const find = (graph: Graph): Set<string> => {
    const site = reached(graph, pages, true);
    const early = reached(graph, [root + '/ide/src/start.ts'], false);
    const all = reached(graph, [root + '/ide/src/main.ts'], false);
    return new Set([...all].filter((id) => !site.has(id) && !early.has(id)));
  };
  return (id: string, graph: Graph): string | null =>
    (modules ??= find(graph)).has(id) ? 'workbench' : null;
}

function reached(graph: Graph, from: readonly string[], late: boolean): Set<string> {
  const seen = new Set<string>();
  const next = [...from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const module = graph.getModuleInfo(id);
    if (module === null) continue;
    next.push(...module.importedIds, ...(late ? module.dynamicallyImportedIds : []));
  }
  return seen;
}
