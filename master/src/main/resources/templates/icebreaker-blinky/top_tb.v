// Tests `top` in simulation: run it with `make sim`. It prints PASS, or says what is wrong and
// ends with an error. The signals are written to top_tb.vcd, for a wave viewer.

`timescale 1ns / 1ps
`default_nettype none

module top_tb;
  localparam HALF_PERIOD = 10;

  reg clk = 0;
  reg btn_n = 1;
  wire ledr_n, ledg_n, led1, led2, led3, led4, led5;
  wire [4:0] leds = {led5, led4, led3, led2, led1};

  top #(
      .HALF_PERIOD(HALF_PERIOD)
  ) dut (
      .CLK(clk),
      .BTN_N(btn_n),
      .LEDR_N(ledr_n),
      .LEDG_N(ledg_n),
      .LED1(led1),
      .LED2(led2),
      .LED3(led3),
      .LED4(led4),
      .LED5(led5)
  );

  always #41.667 clk = ~clk;  // 12 MHz

  // Ends the simulation with an error. `!==` also notices x, a value that nobody has set.
  task check(input [4:0] actual, input [4:0] expected, input [8*40-1:0] what);
    if (actual !== expected) begin
      $display("FAIL at %0t ns: %0s is %b, expected %b", $time, what, actual, expected);
      $fatal(1);
    end
  endtask

  // Looks half a cycle after the clock edge, when everything has settled.
  task cycles(input integer n);
    begin
      repeat (n) @(posedge clk);
      @(negedge clk);
    end
  endtask

  integer i;

  initial begin
    $dumpfile("top_tb.vcd");
    $dumpvars(0, top_tb);

    cycles(2);  // the button's two flip-flops fill
    check(ledr_n, 1, "red LED at the start");
    check(ledg_n, 1, "green LED at the start");

    cycles(HALF_PERIOD - 2);
    for (i = 1; i <= 40; i = i + 1) begin
      check(leds, i[4:0], "snap-off LEDs");
      check(ledr_n, ~i[0] & 1'b1, "red LED");
      cycles(HALF_PERIOD);
    end

    btn_n = 0;
    cycles(2);
    check(ledg_n, 0, "green LED, button held");
    i = leds;
    cycles(3 * HALF_PERIOD);
    check(leds, i[4:0], "snap-off LEDs, button held");

    btn_n = 1;
    cycles(2 + HALF_PERIOD);
    check(ledg_n, 1, "green LED, button released");
    check(leds, i[4:0] + 5'd1, "snap-off LEDs, button released");

    $display("PASS");
    $finish;
  end
endmodule
