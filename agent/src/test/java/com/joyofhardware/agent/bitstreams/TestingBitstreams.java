package com.joyofhardware.agent.bitstreams;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bitstreams as icepack writes them, and some that it has written. */
final class TestingBitstreams {
  private TestingBitstreams() {}

  /** One bank of noise for an FPGA of that size of bank. */
  static byte[] image(int width, int height, long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, 0xff, 0, 0, 0xff, 0x7e, 0xaa, 0x99, 0x7e, 0x51, 0, 0x01, 0x05, 0x92, 0, 0x20);
    put(out, 0x62, (width - 1) >> 8, width - 1, 0x82, 0, 0, 0x72, height >> 8, height);
    put(out, 0x11, 0, 0x01, 0x01);
    byte[] data = new byte[width * height / 8];
    new Random(seed).nextBytes(data);
    out.writeBytes(data);
    put(out, 0, 0, 0x22, 0, 0, 0x01, 0x06, 0);
    return out.toByteArray();
  }

  static byte[] up5k(long seed) {
    return image(692, 336, seed);
  }

  private static void put(ByteArrayOutputStream out, int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
  }

  /** What yosys, nextpnr and icepack make of a blinking LED. Skips the test without them. */
  static byte[] built(Path folder, String device, String packaging) throws Exception {
    assumeThat(Stream.of("yosys", "nextpnr-ice40", "icepack").allMatch(TestingBitstreams::isThere))
        .as("yosys, nextpnr-ice40 and icepack are installed")
        .isTrue();
    Files.writeString(
        folder.resolve("top.v"),
        "module top(input clk, output led); reg [23:0] n; always @(posedge clk) n <= n + 1;"
            + " assign led = n[23]; endmodule\n");
    run(folder, "yosys", "-q", "-p", "read_verilog top.v; synth_ice40 -top top -json top.json");
    run(
        folder,
        "nextpnr-ice40",
        "-q",
        "--" + device,
        "--package",
        packaging,
        "--json",
        "top.json",
        "--pcf-allow-unconstrained",
        "--asc",
        "top.asc");
    run(folder, "icepack", "top.asc", "top.bin");
    return Files.readAllBytes(folder.resolve("top.bin"));
  }

  private static boolean isThere(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static void run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command[0] + " failed: " + said);
    }
  }
}
