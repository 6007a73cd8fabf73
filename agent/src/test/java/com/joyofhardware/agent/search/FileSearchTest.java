package com.joyofhardware.agent.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.protocol.agent.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code search/files} against a real ripgrep. */
class FileSearchTest extends RpcScene {
  private static final int FOLDERS = 200;
  private static final int FILES = 500;

  @Test
  void putsTheBestFirst() throws Exception {
    file("rtl/uart_tx.v");
    file("uart/readme.md");
    file("sim/my_uart_tx_tb.v");
    file("u/a/r/t.v");
    assertThat(find("uart", 10).paths())
        .containsExactly("rtl/uart_tx.v", "sim/my_uart_tx_tb.v", "uart/readme.md", "u/a/r/t.v");
    assertThat(find("UTX", 10).paths()).containsExactly("rtl/uart_tx.v", "sim/my_uart_tx_tb.v");
    assertThat(find("sim tx", 10).paths()).containsExactly("sim/my_uart_tx_tb.v");
    assertThat(find("", 10).paths()).hasSize(4);
    assertThat(find("", 2))
        .satisfies(found -> {
          assertThat(found.paths()).hasSize(2);
          assertThat(found.limitHit()).isTrue();
        });
    assertThat(find("nothing like it", 10).paths()).isEmpty();
  }

  @Test
  void findsOneAmongAHundredThousandAndSeesWhatComesLater() throws Exception {
    for (int i = 0; i < FOLDERS; i++) {
      Path inside = Files.createDirectory(workspace.resolve("folder" + i));
      for (int j = 0; j < FILES; j++) {
        Files.createFile(inside.resolve("module_" + i + "_" + j + ".v"));
      }
    }
    assertThat(find("module_199_499.v", 512).paths()).startsWith("folder199/module_199_499.v");
    Search.Found many = find("module", 512);
    assertThat(many.paths()).hasSize(512);
    assertThat(many.limitHit()).isTrue();
    assertThat(find("m1994", 512).paths()).allMatch(path -> path.contains("folder"));
    file("folder7/brand_new.v");
    long end = System.nanoTime() + 10_000_000_000L;
    while (find("brand_new", 512).paths().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private Search.Found find(String query, int limit) throws Exception {
    Search.Scope all = new Search.Scope(List.of(), List.of("**/.git"), true);
    return rpc.result(
        "search/files", new Search.Files("files", query, all, limit), Search.Found.class);
  }

  private void file(String name) throws IOException {
    Path path = workspace.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
  }
}
