# nix-build: the bitstream, built with pinned tools, as ./result/top.bin
{ pkgs ? import <nixpkgs> { } }:
let
  # What `make` leaves in this folder, and git's own, are no part of the source.
  isBuilt = name: builtins.match ".*\\.(bin|asc|log|vvp|vcd)" name != null || name == "top.json";
  isSource = path: type:
    let name = baseNameOf path;
    in !(name == ".git" || name == "result" || isBuilt name);
in
pkgs.stdenv.mkDerivation {
  name = "icebreaker-blinky";
  src = builtins.filterSource isSource ./.;
  nativeBuildInputs = with pkgs; [ yosys nextpnr icestorm gnumake ];
  buildPhase = "make";
  installPhase = "mkdir -p $out; cp top.bin $out/";
}
