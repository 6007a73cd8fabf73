/**
 * What an editor wants to know of Verilog and SystemVerilog text, also of text that is half typed:
 * which modules, ports and names there are, what may stand at a place, what a name means. Plain
 * Java; knows no files and no protocol. Grammar: IEEE 1800-2017.
 */
@NullMarked
package com.joyofhardware.agent.verilog;

import org.jspecify.annotations.NullMarked;
