package com.joyofhardware.agent.verilog;

import java.util.Map;
import java.util.TreeMap;

/** System tasks and functions, and compiler directives, with what they do. */
final class Words {
  static final Map<String, String> SYSTEM =
      table(
          """
          display|Prints a line: `$display("%d", x)`
          write|Prints without ending the line
          strobe|Prints at the end of the time step, when all values have settled
          monitor|Prints whenever one of its arguments changes
          monitoron|Goes on with $monitor
          monitoroff|Suspends $monitor
          finish|Ends the simulation
          stop|Suspends the simulation
          fatal|Reports an error and ends the simulation: `$fatal(1, "text")`
          error|Reports an error
          warning|Reports a warning
          info|Reports a message
          time|The time now, a 64-bit integer
          stime|The time now, a 32-bit integer
          realtime|The time now, a real number
          timeformat|How %t prints times: `$timeformat(units, digits, suffix, width)`
          printtimescale|Prints the time unit of a module
          clog2|Bits that are needed to count to n: `$clog2(n)`
          bits|The number of bits of a type or an expression
          signed|The same bits, taken as signed
          unsigned|The same bits, taken as unsigned
          random|A random 32-bit signed integer
          urandom|A random 32-bit unsigned integer
          urandom_range|A random unsigned integer from a range
          countones|How many bits are 1
          onehot|Whether exactly one bit is 1
          onehot0|Whether at most one bit is 1
          isunknown|Whether a bit is x or z
          past|The value at an earlier clock edge
          rose|Whether it has become 1 since the last clock edge
          fell|Whether it has become 0 since the last clock edge
          stable|Whether it is as it was at the last clock edge
          dumpfile|The name of the VCD file: `$dumpfile("top_tb.vcd")`
          dumpvars|What is written to the VCD file: `$dumpvars(0, top_tb)`
          dumpon|Goes on writing the VCD file
          dumpoff|Suspends the VCD file
          dumpall|Writes all values to the VCD file
          dumpflush|Empties the buffer of the VCD file
          readmemh|Fills a memory from a file of hexadecimal numbers: `$readmemh("file", mem)`
          readmemb|Fills a memory from a file of binary numbers
          writememh|Writes a memory as hexadecimal numbers
          writememb|Writes a memory as binary numbers
          fopen|Opens a file: `fd = $fopen("name", "w")`
          fclose|Closes a file
          fdisplay|Prints a line to a file
          fwrite|Prints to a file
          fgets|Reads a line from a file
          fgetc|Reads a byte from a file
          fscanf|Reads formatted values from a file
          sscanf|Reads formatted values from a string
          feof|Whether a file is at its end
          fflush|Empties a file's buffers
          sformat|Formats into a string
          sformatf|A formatted string
          swrite|Writes formatted values into a string
          value$plusargs|Reads an argument of the simulator: `$value$plusargs("N=%d", n)`
          test$plusargs|Whether the simulator has an argument
          rtoi|A real number cut to an integer
          itor|An integer as a real number
          realtobits|The bits of a real number
          bitstoreal|A real number from its bits
          cast|Assigns where types differ, and says whether it could
          typename|The name of a type
          size|Elements in a dimension of an array
          left|The left bound of a dimension
          right|The right bound of a dimension
          high|The upper bound of a dimension
          low|The lower bound of a dimension
          dimensions|How many dimensions an array has
          ln|Natural logarithm
          log10|Decimal logarithm
          exp|e to the power of x
          sqrt|Square root
          pow|x to the power of y
          floor|The next integer below
          ceil|The next integer above
          sin|Sine
          cos|Cosine
          """);

  static final Map<String, String> DIRECTIVES =
      table(
          """
          define|Names a text: `` `define NAME text ``
          undef|Forgets a macro
          ifdef|Takes what follows if a macro is defined
          ifndef|Takes what follows if a macro is not defined
          elsif|Another condition of `ifdef
          else|The other case of `ifdef
          endif|Ends `ifdef
          include|Takes another file in: `` `include "file.vh" ``
          timescale|Time unit and precision: `` `timescale 1ns / 1ps ``
          default_nettype|What an undeclared name becomes; `none` makes it an error
          resetall|All directives back to their defaults
          celldefine|The modules that follow are cells
          endcelldefine|Ends `celldefine
          unconnected_drive|What unconnected inputs get
          nounconnected_drive|Ends `unconnected_drive
          line|Line and file for messages
          pragma|For a tool
          begin_keywords|The reserved words of an older standard
          end_keywords|Ends `begin_keywords
          __FILE__|The name of this file
          __LINE__|The number of this line
          """);

  private Words() {}

  private static Map<String, String> table(String lines) {
    Map<String, String> table = new TreeMap<>();
    lines
        .lines()
        .forEach(line ->
            table.put(line.substring(0, line.indexOf('|')), line.substring(line.indexOf('|') + 1)));
    return table;
  }
}
