// Blinky for the iCEBreaker: the "hello, world" of hardware.
//
// This file describes a circuit. Nothing in it runs from top to bottom: every `always` block and
// every `assign` is a piece of hardware, and all of them work at the same time.

`default_nettype none // a misspelt name becomes an error instead of a new wire

module top #(
    // Clock cycles between two changes of the red LED: half a second at 12 MHz. The testbench sets
    // a smaller number, so that a simulation needn't go through millions of cycles.
    parameter HALF_PERIOD = 6_000_000
) (
    input  wire CLK,     // 12 MHz, from the oscillator on the board
    input  wire BTN_N,   // the user button: 0 while it is pressed (that's what _N says)
    output wire LEDR_N,  // red LED: 0 is on
    output wire LEDG_N,  // green LED: 0 is on
    output wire LED1,    // the five LEDs of the snap-off section: 1 is on
    output wire LED2,
    output wire LED3,
    output wire LED4,
    output wire LED5
);

  // A button knows nothing of our clock: it may change in the very moment a flip-flop looks. Two
  // flip-flops in a row give the first one a whole cycle to settle before anyone uses its value.
  reg [1:0] button_sync = 2'b00;
  always @(posedge CLK) button_sync <= {button_sync[0], ~BTN_N};
  wire pressed = button_sync[1];

  // Counts clock cycles, and starts again at every half period. While the button is held the
  // counter stands still, and so do the LEDs.
  reg [$clog2(HALF_PERIOD)-1:0] cycles = 0;
  wire half_period_over = (cycles == HALF_PERIOD - 1);

  // Counts half periods. Its lowest bit changes each time: that is the blinking.
  reg [4:0] halves = 0;

  always @(posedge CLK)
    if (!pressed) begin
      cycles <= half_period_over ? 0 : cycles + 1'b1;
      if (half_period_over) halves <= halves + 1'b1;
    end

  assign LEDR_N = ~halves[0];
  assign LEDG_N = ~pressed;
  assign {LED5, LED4, LED3, LED2, LED1} = halves;

endmodule
