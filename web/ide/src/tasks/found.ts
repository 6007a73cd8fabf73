/** A task that a project has without a tasks.json. */
export interface FoundTask {
  /** What it is called in a tasks.json that changes it. */
  readonly task: string;
  readonly command: readonly [string, ...string[]];
  readonly group: 'build' | 'test' | 'clean';
  readonly isDefault: boolean;
  readonly problemMatchers: readonly string[];
}

/** In the order in which make looks for them. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];
const SIMULATION = ['sim', 'simulate', 'test', 'check'];
const RULE = /^([A-Za-z][\w.-]*(?:[ \t]+[A-Za-z][\w.-]*)*)[ \t]*::?(?!=)/gm;

export function makefileOf(names: readonly string[]): string | undefined {
  return MAKEFILES.find((each) => names.includes(each));
}

/**
 * @param names what is in the project's root
 * @param programs what there is to run
 */
export function foundTasks(
  names: readonly string[],
  makefile: string,
  programs: readonly string[],
): FoundTask[] {
  const found: FoundTask[] = [];
  const nix = names.includes('default.nix') && programs.includes('nix-build');
  const targets = new Set(
    [...makefile.matchAll(RULE)].flatMap(([, rule]) => (rule ?? '').split(/[ \t]+/)),
  );
  if (makefileOf(names) !== undefined) {
    found.push({
      task: 'build',
      command: ['make'],
      group: 'build',
      isDefault: !nix,
      problemMatchers: ['$yosys', '$make'],
    });
  }
  if (nix) {
    found.push({
      task: 'nix-build',
      command: ['nix-build'],
      group: 'build',
      isDefault: true,
      problemMatchers: ['$yosys', '$make'],
    });
  }
  const simulation = SIMULATION.find((each) => targets.has(each));
  if (simulation !== undefined) {
    found.push({
      task: 'simulate',
      command: ['make', simulation],
      group: 'test',
      isDefault: true,
      problemMatchers: ['$iverilog', '$make'],
    });
  }
  if (targets.has('clean')) {
    found.push({
      task: 'clean',
      command: ['make', 'clean'],
      group: 'clean',
      isDefault: false,
      problemMatchers: ['$make'],
    });
  }
  return found;
}
