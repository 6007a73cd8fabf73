import ./nix.shell
