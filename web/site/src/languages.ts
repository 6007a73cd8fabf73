const byEnding: Readonly<Record<string, string>> = {
  v: 'verilog',
  vh: 'verilog',
  sv: 'system-verilog',
  svh: 'system-verilog',
  vhd: 'vhdl',
  vhdl: 'vhdl',
  nix: 'nix',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  py: 'python',
  rs: 'rust',
  mk: 'make',
  tcl: 'tcl',
  pcf: 'tcl',
  sdc: 'tcl',
  xdc: 'tcl',
  sh: 'shellscript',
  json: 'json',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'toml',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  java: 'java',
  md: 'markdown',
};
const byName: Readonly<Record<string, string>> = { makefile: 'make', 'nix.shell': 'nix' };

/** The language of a file, by its name; undefined if none is known. */
export function languageOf(path: string): string | undefined {
  const name = (path.split('/').at(-1) ?? '').toLowerCase();
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return byName[name] ?? (Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined);
}

export function isMarkdown(path: string): boolean {
  return languageOf(path) === 'markdown';
}
