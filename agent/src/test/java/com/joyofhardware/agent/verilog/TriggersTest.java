package com.joyofhardware.agent.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriggersTest {
  private static boolean after(String text) {
    return Triggers.invites(text, text.length(), text.substring(text.length() - 1));
  }

  @Test
  void aBracketInvitesWhereSomethingIsConnected() {
    assertThat(after("module m; leaf u (")).isTrue();
    assertThat(after("module m; leaf #(")).isTrue();
    assertThat(after("module m; leaf u (.clk(")).isTrue();
    assertThat(after("module m; initial if (")).isFalse();
    assertThat(after("module m; initial if (a) b = 1; else if (")).isFalse();
    assertThat(after("module m; assign a = (")).isFalse();
    assertThat(after("module m(")).isFalse();
    assertThat(after("module m; always @(")).isFalse();
  }

  @Test
  void aColonInvitesAfterAPackageAndAQuoteAfterInclude() {
    assertThat(after("import pkg::")).isTrue();
    assertThat(after("case (a) IDLE:")).isFalse();
    assertThat(after("`include \"")).isTrue();
    assertThat(after("$display(\"")).isFalse();
    assertThat(after("`include \"a.vh\"")).isFalse();
  }

  @Test
  void aDotAlwaysDoes() {
    assertThat(after("p.")).isTrue();
  }
}
