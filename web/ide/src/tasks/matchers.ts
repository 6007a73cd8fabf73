// How the tools of a template say where something is wrong.

/** Of the project's root, where most builds run; of a file elsewhere the whole path is printed. */
const FILES = { fileLocation: ['autoDetect', '${workspaceFolder}'] };

export const matchers = [
  {
    name: 'gcc',
    label: 'GCC and Clang',
    owner: 'gcc',
    source: 'gcc',
    ...FILES,
    pattern: {
      regexp: '^([^:\\s][^:]*):(\\d+):(?:(\\d+):)?\\s+(?:fatal )?(error|warning):\\s+(.+)$',
      file: 1,
      line: 2,
      column: 3,
      severity: 4,
      message: 5,
    },
  },
  {
    name: 'yosys',
    label: 'Yosys',
    owner: 'yosys',
    source: 'yosys',
    ...FILES,
    pattern: {
      regexp: '^([^:\\s][^:]*):(\\d+): (ERROR|Warning): (.+)$',
      file: 1,
      line: 2,
      severity: 3,
      message: 4,
    },
  },
  {
    name: 'iverilog',
    label: 'Icarus Verilog',
    owner: 'iverilog',
    source: 'iverilog',
    severity: 'error',
    ...FILES,
    pattern: {
      regexp: '^([^:\\s][^:]*):(\\d+): (?:(error|warning): )?(\\S.*)$',
      file: 1,
      line: 2,
      severity: 3,
      message: 4,
    },
  },
  {
    name: 'make',
    label: 'GNU Make',
    owner: 'make',
    source: 'make',
    severity: 'error',
    ...FILES,
    pattern: {
      regexp: '^([^:\\s][^:]*):(\\d+): \\*\\*\\* (.+?)(?: {2}Stop\\.)?$',
      file: 1,
      line: 2,
      message: 3,
    },
  },
];
