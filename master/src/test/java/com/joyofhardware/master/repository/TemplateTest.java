package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.rest.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template icebreaker-blinky, from a real clone, with the real tools. */
class TemplateTest {
  private static TestingSite site;
  private static Person anna;

  @TempDir Path folder;
  private Git clone;

  @BeforeAll
  static void open() throws IOException {
    site = TestingSite.start();
    anna = site.people.person("anna");
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  @BeforeEach
  void cloneIt() throws Exception {
    Project project = site.project(anna, "icebreaker-blinky");
    clone = new Git(folder).clone(site.urlOfOwner(project), "blinky");
  }

  private record Ran(int exit, String text) {}

  private Ran run(String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(clone.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Ran(process.exitValue(), Files.readString(output));
  }

  private static void assumeTools(String... tools) {
    for (String tool : tools) {
      boolean there =
          Pattern.compile(":")
              .splitAsStream(System.getenv("PATH"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
      assumeTrue(there, tool + " isn't on this machine");
    }
  }

  @Test
  void theCatalogueDescribesIt() {
    assertThat(site.projects().templates())
        .extracting(Rest.Template::id)
        .contains("icebreaker-blinky");
    assertThat(site.projects().templates())
        .allSatisfy(template -> {
          assertThat(template.title()).isNotBlank();
          assertThat(template.description()).isNotBlank();
          assertThat(template.board()).isNotBlank();
        });
  }

  @Test
  void itHasEveryPromisedFile() throws Exception {
    assertThat(clone.ok("ls-files").lines())
        .contains(
            "top.v",
            "icebreaker.pcf",
            "top_tb.v",
            "Makefile",
            "default.nix",
            "nix.shell",
            "shell.nix",
            "README.md",
            ".gitignore");
    assertThat(clone.folder().resolve("shell.nix")).hasContent("import ./nix.shell");
  }

  @Test
  void makeBuildsTheBitstreamAndLeavesNothingToCommit() throws Exception {
    assumeTools("make", "yosys", "nextpnr-ice40", "icepack");
    Ran make = run("make");
    assertThat(make.exit()).as(make.text()).isZero();
    byte[] bitstream = Files.readAllBytes(clone.folder().resolve("top.bin"));
    assertThat(bitstream).hasSizeGreaterThan(100_000);
    // The preamble of an iCE40 bitstream, behind its comment.
    assertThat(bitstream).containsSequence(0x7e, 0xaa, 0x99, 0x7e);
    assertThat(make.text()).contains("Max frequency");
    assertThat(clone.ok("status", "--porcelain")).isEmpty();
    assertThat(run("make").text()).contains("Nothing to be done");
    assertThat(run("make", "clean").exit()).isZero();
    assertThat(clone.ok("status", "--porcelain", "--ignored")).isEmpty();
  }

  @Test
  void theTestbenchPassesAndFindsAFault() throws Exception {
    assumeTools("make", "iverilog", "vvp");
    Ran good = run("make", "sim");
    assertThat(good.exit()).as(good.text()).isZero();
    assertThat(good.text()).contains("PASS").doesNotContain("warning");
    assertThat(clone.ok("status", "--porcelain")).isEmpty();
    Path top = clone.folder().resolve("top.v");
    Files.writeString(top, Files.readString(top).replace("halves + 1'b1", "halves + 2'd2"));
    run("make", "clean");
    Ran bad = run("make", "sim");
    assertThat(bad.exit()).isNotZero();
    assertThat(bad.text()).contains("FAIL").doesNotContain("PASS");
  }

  @Test
  void theNixFilesParse() throws Exception {
    assumeTools("nix-instantiate");
    for (String file : List.of("default.nix", "nix.shell", "shell.nix")) {
      Ran parse = run("nix-instantiate", "--parse", file);
      assertThat(parse.exit()).as(parse.text()).isZero();
    }
  }
}
