package com.joyofhardware.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Buffers;
import com.joyofhardware.protocol.agent.Buffers.Edit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferRoomTest {
  private static final Buffers.Document TOP =
      new Buffers.Document("rtl/top.v", "top.v", "verilog", "\"1\"");
  private static final Buffers.Document UNTITLED =
      new Buffers.Document(null, "Untitled-1", null, null);

  @TempDir Path folder;
  private TestingAgent agent;
  private TestingRpc rpc;

  @BeforeEach
  void open() throws Exception {
    agent = TestingAgent.serving(folder);
    rpc = new TestingRpc(agent);
  }

  @AfterEach
  void close() {
    rpc.close();
    agent.close();
  }

  @Test
  void editsAreAppliedInOrderToTheVersionTheyNameOfAnyText() throws Exception {
    long first = update("a", "one", 0, TOP, new Edit(0, 0, "wire 🔌 é;\n"));
    long second = update("a", "one", first, TOP, new Edit(5, 2, "on"), new Edit(0, 0, "// x\n"));

    Buffers.Content content =
        rpc.result("buffer/read", new Buffers.Read("a"), Buffers.Content.class);
    assertThat(content.text()).isEqualTo("// x\nwire on é;\n");
    assertThat(content.buffer().version()).isEqualTo(second);
    assertThat(content.buffer().document()).isEqualTo(TOP);
  }

  @Test
  void anEditOfAnotherVersionOrOutsideTheTextIsAConflictAndChangesNothing() throws Exception {
    long version = update("a", "one", 0, TOP, new Edit(0, 0, "text"));

    assertThat(refused("a", "one", version + 1, new Edit(0, 0, "x"))).isEqualTo("conflict");
    assertThat(refused("a", "one", version, new Edit(3, 2, "x"))).isEqualTo("conflict");
    assertThat(refused("a", "one", version, new Edit(Integer.MAX_VALUE, 1, "x")))
        .isEqualTo("conflict");
    assertThat(text("a")).isEqualTo("text");
  }

  @Test
  void aFullTextReplacesWhatWasThereUnderANewVersion() throws Exception {
    long first = update("a", "one", 0, TOP, new Edit(0, 0, "before"));
    long again = update("a", "one", 0, TOP, new Edit(0, 0, "after"));

    assertThat(again).isGreaterThan(first);
    assertThat(text("a")).isEqualTo("after");
  }

  @Test
  void onlyThePageThatHoldsABufferWritesOrClosesIt() throws Exception {
    update("a", "one", 0, TOP, new Edit(0, 0, "of one"));

    assertThat(refused("a", "two", 0, new Edit(0, 0, "of two"))).isEqualTo("conflict");
    rpc.call("buffer/close", new Buffers.Close("a", "two"));
    assertThat(text("a")).isEqualTo("of one");

    rpc.result("buffer/take", new Buffers.Take("a", "two"), Buffers.Content.class);
    assertThat(refused("a", "one", 0, new Edit(0, 0, "again of one"))).isEqualTo("conflict");
    rpc.call("buffer/close", new Buffers.Close("a", "two"));
    assertThat(listed().buffers()).isEmpty();
  }

  @Test
  void anotherAgentOnTheSameStateHasThem() throws Exception {
    update("a", "one", 0, UNTITLED, new Edit(0, 0, "kept"));
    close();
    open();

    assertThat(listed().buffers())
        .singleElement()
        .satisfies(buffer -> {
          assertThat(buffer.document()).isEqualTo(UNTITLED);
          assertThat(buffer.held()).as("its page is not there").isFalse();
          assertThat(buffer.bytes()).isEqualTo(4);
        });
    assertThat(text("a")).isEqualTo("kept");
  }

  @Test
  void otherPagesAreToldOfWhatIsWrittenAndWhoIsThere() throws Exception {
    try (TestingRpc other = new TestingRpc(agent)) {
      other.result("buffer/list", new Buffers.ListAll("two"), Buffers.Listing.class);
      rpc.result("buffer/list", new Buffers.ListAll("one"), Buffers.Listing.class);
      update("a", "one", 0, TOP, new Edit(0, 0, "x"));

      assertThat(told(other, 1).buffers().getFirst().held()).isTrue();
      rpc.close();

      Buffers.Listing left = told(other, 1);
      while (left.buffers().getFirst().held()) {
        left = told(other, 1);
      }
      assertThat(left.buffers().getFirst().page()).isEqualTo("one");
    }
  }

  @Test
  void limitsAreSaidClearly() throws Exception {
    String large = "x".repeat((int) Limits.MAX_BUFFER + 1);
    assertThat(refused("a", "one", 0, new Edit(0, 0, large))).isEqualTo("request.too_large");
    assertThat(refused("../a", "one", 0, new Edit(0, 0, "x"))).isEqualTo("request.invalid");
    for (int i = 0; i < Limits.MAX_BUFFERS; i++) {
      update("b" + i, "one", 0, TOP, new Edit(0, 0, "x"));
    }
    assertThat(refused("more", "one", 0, new Edit(0, 0, "x"))).isEqualTo("limit.reached");
  }

  private static Buffers.Listing told(TestingRpc client, int buffers) throws Exception {
    while (true) {
      JsonObject next = client.notification();
      assertThat(next.get("method").getAsString()).isEqualTo("buffer/changed");
      Buffers.Listing listing =
          Json.gson().fromJson(next.getAsJsonObject("params"), Buffers.Listing.class);
      if (listing.buffers().size() == buffers) {
        return listing;
      }
    }
  }

  private long update(
      String id, String page, long version, Buffers.Document document, Edit... edits)
      throws Exception {
    return rpc.result(
            "buffer/update",
            new Buffers.Update(id, page, version, document, List.of(edits)),
            Buffers.Version.class)
        .version();
  }

  private String refused(String id, String page, long version, Edit edit) throws Exception {
    return rpc.error("buffer/update", new Buffers.Update(id, page, version, TOP, List.of(edit)));
  }

  private String text(String id) throws Exception {
    return rpc.result("buffer/read", new Buffers.Read(id), Buffers.Content.class).text();
  }

  private Buffers.Listing listed() throws Exception {
    return rpc.result("buffer/list", new Buffers.ListAll("test"), Buffers.Listing.class);
  }
}
