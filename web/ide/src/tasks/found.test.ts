import { expect, it } from 'vitest';
import { foundTasks, makefileOf } from './found.ts';

const shown = (names: string[], makefile = '', programs: string[] = []) =>
  foundTasks(names, makefile, programs).map(
    ({ task, command, isDefault }) => `${task}: ${command.join(' ')}${isDefault ? ' *' : ''}`,
  );

it('finds what a Makefile can do', () => {
  const makefile =
    'TOP := top\nSIM ?= x\nall: $(TOP).bin\n\ttest: no rule\n.PHONY: check\nsim lint : top.vvp\nclean::\n';
  expect(shown(['Makefile', 'default.nix'], makefile)).toEqual([
    'build: make *',
    'simulate: make sim *',
    'clean: make clean',
  ]);
});

it('finds no more than there is', () => {
  expect(shown(['README.md'], '', ['nix-build'])).toEqual([]);
  expect(shown(['Makefile'], 'all:\nclean := no\n')).toEqual(['build: make *']);
});

it('builds with nix where nix is', () => {
  expect(shown(['default.nix'], '', ['nix-build'])).toEqual(['nix-build: nix-build *']);
  expect(shown(['Makefile', 'default.nix'], '', ['nix-build'])).toEqual([
    'build: make',
    'nix-build: nix-build *',
  ]);
  expect(shown(['default.nix'])).toEqual([]);
});

it('takes the Makefile that make takes', () => {
  expect(makefileOf(['Makefile', 'GNUmakefile'])).toBe('GNUmakefile');
  expect(makefileOf(['top.v'])).toBeUndefined();
});
