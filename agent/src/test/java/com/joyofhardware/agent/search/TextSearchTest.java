package com.joyofhardware.agent.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code search/text} against a real ripgrep. */
class TextSearchTest extends RpcScene {
  private static final Search.Scope ALL = new Search.Scope(List.of(), List.of(), true);

  @Test
  void findsATextAndSaysWhereItIs() throws Exception {
    file("rtl/top.v", "module top;\n  wire clk;  // clk\nendmodule\n");
    file("other.v", "nothing\n");
    Answer answer = search("clk", ALL);
    assertThat(answer.done()).isEqualTo(new Search.Done(2, false, 0));
    assertThat(answer.files())
        .containsExactly(
            new Search.FileMatches(
                "rtl/top.v",
                List.of(
                    new Search.Line(
                        1,
                        0,
                        "  wire clk;  // clk",
                        List.of(new Search.Span(1, 7, 1, 10), new Search.Span(1, 16, 1, 19))))));
  }

  @Test
  void countsColumnsInUtf16AndShowsWhatIsNoUtf8() throws Exception {
    file("text", "\ufeffé😀 clk\r\n");
    Files.write(workspace.resolve("latin"), "\u00e9 clk\n".getBytes(StandardCharsets.ISO_8859_1));
    Answer answer = search("clk", ALL);
    assertThat(answer.lines())
        .containsExactlyInAnyOrder(
            new Search.Line(0, 0, "é😀 clk", List.of(new Search.Span(0, 4, 0, 7))),
            new Search.Line(0, 0, "\ufffd clk", List.of(new Search.Span(0, 2, 0, 5))));
  }

  @Test
  void honoursCaseWordRegexAndLines() throws Exception {
    file("a", "Clock clock_en clock\na.b\naxb\n");
    assertThat(search("clock", ALL).done().count()).isEqualTo(3);
    assertThat(run(text("clock", false, true, false, false, ALL)).done().count()).isEqualTo(2);
    assertThat(run(text("clock", false, true, true, false, ALL)).done().count()).isEqualTo(1);
    assertThat(search("a.b", ALL).done().count()).isEqualTo(1);
    assertThat(run(text("a.b", true, false, false, false, ALL)).done().count()).isEqualTo(2);
    // a look-ahead takes PCRE, which ripgrep falls back to by itself
    assertThat(run(text("clock(?=_)", true, false, false, false, ALL)).done().count()).isEqualTo(1);
    Answer lines = run(text("clock\na.b\nax", false, false, false, true, ALL));
    assertThat(lines.lines())
        .containsExactly(
            new Search.Line(
                0, 0, "Clock clock_en clock\na.b\naxb", List.of(new Search.Span(0, 15, 2, 2))));
  }

  @Test
  void looksOnlyWhereItIsAskedTo() throws Exception {
    file(".gitignore", "build/\n");
    file("build/made.v", "clk\n");
    file("src/a.v", "clk\n");
    file("src/deep/b.v", "clk\n");
    file("src/c.txt", "clk\n");
    file(".hidden/d.v", "clk\n");
    file(".joy-partial-x", "clk\n");
    assertThat(search("clk", ALL).paths())
        .containsExactlyInAnyOrder("src/a.v", "src/deep/b.v", "src/c.txt", ".hidden/d.v");
    assertThat(search("clk", new Search.Scope(List.of(), List.of(), false)).paths())
        .contains("build/made.v");
    assertThat(
            search("clk", new Search.Scope(List.of("src/**/*.v"), List.of("**/deep"), true))
                .paths())
        .containsExactly("src/a.v");
  }

  @Test
  void neitherBinaryFilesNorLinksAreSearched() throws Exception {
    Files.write(workspace.resolve("top.bin"), new byte[] {0, 1, 'c', 'l', 'k', 0});
    Files.writeString(folder.resolve("secret"), "clk\n");
    Files.createSymbolicLink(workspace.resolve("out"), folder);
    Files.createSymbolicLink(workspace.resolve("file"), folder.resolve("secret"));
    assertThat(search("clk", ALL).files()).isEmpty();
  }

  @Test
  void hostileNamesAreOnlyNames() throws Exception {
    List<String> names =
        List.of("--pre=sh", "-e", "a\nb", "$(touch x)", "<img src=x>", "'\"\\", "ü %2e%2e");
    for (String name : names) {
      file(name, "clk\n");
    }
    assertThat(search("clk", ALL).paths()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(search("--files", ALL).files()).isEmpty();
    Search.Scope globs = new Search.Scope(List.of("!*"), List.of("--pre=sh"), true);
    assertThat(search("clk", globs).files()).isEmpty();
  }

  @Test
  void aBadPatternOrGlobIsToldClearly() throws Exception {
    file("a", "x\n");
    assertThat(message(text("foo(", true, false, false, false, ALL)))
        .isEqualTo("The regular expression can't be used: unclosed group.");
    Search.Scope bad = new Search.Scope(List.of("a{b"), List.of(), true);
    assertThat(message(text("x", false, false, false, false, bad))).contains("a{b", "unclosed");
    assertThat(message(text("", false, false, false, false, ALL))).contains("empty");
    assertThat(message(text("x\0y", false, false, false, false, ALL))).contains("NUL");
  }

  @Test
  void longLinesAreCutAndHugeOnesCounted() throws Exception {
    String far = "x".repeat(5_000) + "clk" + "y".repeat(5_000);
    file("long", far + "\n");
    file("huge", "x".repeat(3 << 20) + "clk\nclk\n");
    Answer answer = search("clk", ALL);
    assertThat(answer.done()).isEqualTo(new Search.Done(2, false, 1));
    Search.Line cut =
        answer.lines().stream().filter(line -> line.column() > 0).findFirst().orElseThrow();
    assertThat(cut.text()).hasSize(Limits.SEARCH_LINE).contains("clk");
    assertThat(cut.matches()).containsExactly(new Search.Span(0, 5_000, 0, 5_003));
    assertThat(far.substring(cut.column())).startsWith(cut.text());
  }

  @Test
  void theLimitOfMatchesEndsIt() throws Exception {
    file("many", "clk clk\n".repeat(1_000));
    Answer answer = run(new Search.Text("one", "clk", false, false, false, false, ALL, 301));
    assertThat(answer.done()).isEqualTo(new Search.Done(301, true, 0));
    assertThat(answer.lines().stream().mapToInt(line -> line.matches().size()).sum())
        .isEqualTo(301);
  }

  private Answer search(String pattern, Search.Scope scope) throws Exception {
    return run(text(pattern, false, false, false, false, scope));
  }

  private static Search.Text text(
      String pattern,
      boolean regex,
      boolean caseSensitive,
      boolean word,
      boolean multiline,
      Search.Scope scope) {
    return new Search.Text(
        "one", pattern, regex, caseSensitive, word, multiline, scope, Integer.MAX_VALUE);
  }

  private Answer run(Search.Text asked) throws Exception {
    Search.Done done = rpc.result("search/text", asked, Search.Done.class);
    List<Search.FileMatches> files = new ArrayList<>();
    int count = 0;
    while (count < done.count()) {
      JsonObject told = rpc.notification();
      assertThat(told.get("method").getAsString()).isEqualTo("search/matches");
      Search.Matches matches = Json.gson().fromJson(told.get("params"), Search.Matches.class);
      assertThat(matches.id()).isEqualTo(asked.id());
      for (Search.FileMatches file : matches.files()) {
        files.add(file);
        count += file.lines().stream().mapToInt(line -> line.matches().size()).sum();
      }
    }
    return new Answer(done, files);
  }

  private String message(Search.Text asked) throws Exception {
    return rpc.call("search/text", asked).getAsJsonObject("error").get("message").getAsString();
  }

  private void file(String name, String content) throws IOException {
    Path path = workspace.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private record Answer(Search.Done done, List<Search.FileMatches> files) {
    List<String> paths() {
      return files.stream().map(Search.FileMatches::path).toList();
    }

    List<Search.Line> lines() {
      return files.stream().flatMap(file -> file.lines().stream()).toList();
    }
  }
}
