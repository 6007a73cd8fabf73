// Grammars of the hardware languages, from @shikijs/langs (MIT), as one built-in extension.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import nix from 'grammar:nix';
import verilogSystem from 'grammar:system-verilog';
import tcl from 'grammar:tcl';
import verilog from 'grammar:verilog';
import vhdl from 'grammar:vhdl';
import make from 'grammar:make';
import shell from 'grammar:shellscript';

const PAIRS = [
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
];

function configuration(lineComment: string, blockComment?: [string, string]): string {
  return JSON.stringify({
    comments: { lineComment, ...(blockComment ? { blockComment } : {}) },
    brackets: PAIRS,
    autoClosingPairs: [...PAIRS, ['"', '"']],
    surroundingPairs: [...PAIRS, ['"', '"']],
  });
}

const C_LIKE = configuration('//', ['/*', '*/']);
const HASH = configuration('#');

const LANGUAGES = [
  {
    id: 'verilog',
    alias: 'Verilog',
    extensions: ['.v', '.vh'],
    scope: 'source.verilog',
    grammar: verilog,
    settings: C_LIKE,
  },
  {
    id: 'systemverilog',
    alias: 'SystemVerilog',
    extensions: ['.sv', '.svh'],
    scope: 'source.systemverilog',
    grammar: verilogSystem,
    settings: C_LIKE,
  },
  {
    id: 'vhdl',
    alias: 'VHDL',
    extensions: ['.vhd', '.vhdl'],
    scope: 'source.vhdl',
    grammar: vhdl,
    settings: configuration('--'),
  },
  {
    id: 'nix',
    alias: 'Nix',
    extensions: ['.nix', '.shell'],
    scope: 'source.nix',
    grammar: nix,
    settings: HASH,
  },
  {
    id: 'tcl',
    alias: 'Tcl',
    extensions: ['.tcl', '.sdc', '.xdc'],
    scope: 'source.tcl',
    grammar: tcl,
    settings: HASH,
  },
  {
    id: 'makefile',
    alias: 'Makefile',
    extensions: ['.mk'],
    filenames: ['Makefile'],
    scope: 'source.makefile',
    grammar: make,
    settings: HASH,
  },
  {
    id: 'shellscript',
    alias: 'Shell',
    extensions: ['.sh'],
    scope: 'source.shell',
    grammar: shell,
    settings: HASH,
  },
];

const { registerFileUrl } = registerExtension(
  {
    name: 'hardware-languages',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      languages: LANGUAGES.map(({ id, alias, extensions, filenames }) => ({
        id,
        aliases: [alias],
        extensions,
        ...(filenames ? { filenames } : {}),
        configuration: `./${id}.settings.json`,
      })),
      grammars: LANGUAGES.map(({ id, scope }) => ({
        language: id,
        scopeName: scope,
        path: `./${id}.grammar.json`,
      })),
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

for (const { id, grammar, settings } of LANGUAGES) {
  const blob = new Blob([settings], { type: 'application/json' });
  registerFileUrl(`${id}.grammar.json`, grammar, { mimeType: 'application/json' });
  registerFileUrl(`${id}.settings.json`, URL.createObjectURL(blob), {
    mimeType: 'application/json',
  });
}
