package com.joyofhardware.master.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.identity.Life;
import com.joyofhardware.master.link.TestingProject.Checkout;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.statement.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  private static final Claim FIRST = new Claim(1, 1);
  private static final Claim SECOND = new Claim(1, 2);

  @TempDir Path folder;

  @Test
  void anEditIsInTheNextContainer() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      Files.writeString(test.project.source().resolve("top.v"), "module top; endmodule\n");
      String first = test.project.push("first");
      Files.writeString(test.project.source().resolve("Makefile"), "all:\n\ttrue\n");
      String commit = test.project.push("second");

      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, commit);
      assertThat(one.workspace().resolve("top.v")).hasContent("module top; endmodule\n");
      assertThat(Git.text(one.workspace(), "status", "--porcelain")).isEmpty();
      link.sendHistory(test.project.history(), TestingLink.PATIENCE);
      assertThat(Git.text(one.workspace(), "log", "--format=%H").lines())
          .containsExactly(commit, first);

      Files.writeString(one.workspace().resolve("top.v"), "module top; wire a; endmodule\n");
      Files.writeString(one.workspace().resolve("new.v"), "// new\n");
      Git.run(one.workspace(), "add", "new.v");
      String saved = link.save(true, TestingLink.PATIENCE).commit();
      assertThat(test.store.latest(test.workspace)).contains(saved);

      TestingLink.Container two = test.container("two");
      test.restored(two, SECOND);
      assertThat(two.workspace().resolve("top.v")).hasContent("module top; wire a; endmodule\n");
      assertThat(Git.text(two.workspace(), "status", "--porcelain"))
          .isEqualTo("A  new.v\n M top.v\n");
      assertThat(Git.text(two.workspace(), "fsck", "--strict")).doesNotContain("missing");
    }
  }

  @Test
  void whatIsTypedWhileTheMasterIsAwayArrivesOnTheNextLink() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, commit);
      TestingLink.await("the first snapshot is stored", () -> !test.storedCommits.isEmpty());
      link.close();
      TestingLink.await("the link is gone", () -> !link.isOpen());
      Files.writeString(one.workspace().resolve("a.v"), "module a; endmodule\n");

      AgentLink next = test.open(one, FIRST);
      assertThat(next.hello().claim()).isEqualTo(FIRST);
      assertThat(next.hello().stored()).isEqualTo(test.storedCommits.getLast());
      int before = test.storedCommits.size();
      TestingLink.await("the edit is stored", () -> test.storedCommits.size() > before);
      TestingLink.Container two = test.container("two");
      test.restored(two, SECOND);
      assertThat(two.workspace().resolve("a.v")).hasContent("module a; endmodule\n");
    }
  }

  @Test
  void aRefusedSnapshotIsOfferedAgain() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      test.refuseWith = ErrorCode.BAD_REQUEST;
      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, commit);
      TestingLink.await("one is refused", () -> !test.offers.isEmpty());
      Files.writeString(one.workspace().resolve("a.v"), "module a; endmodule\n");
      test.refuseWith = null;
      TestingLink.await("one is stored", () -> !test.storedCommits.isEmpty());
      assertThat(link.save(false, TestingLink.PATIENCE).unsafe()).isEmpty();
      assertThat(test.store.latest(test.workspace)).contains(test.storedCommits.getLast());
    }
  }

  @Test
  void aTwinCanNotOverwrite() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container twin = test.container("twin");
      AgentLink old = test.fresh(twin, FIRST, commit);
      old.save(false, TestingLink.PATIENCE);
      TestingLink.Container two = test.container("two");
      test.restored(two, SECOND).save(false, TestingLink.PATIENCE);
      var latest = test.store.latest(test.workspace);
      Files.writeString(twin.workspace().resolve("late.v"), "late\n");
      assertThatThrownBy(() -> old.save(false, TestingLink.PATIENCE))
          .isInstanceOf(IOException.class);
      assertThat(test.store.latest(test.workspace)).isEqualTo(latest);
      assertThat(twin.agent().identity().life())
          .as("it offers nothing more, and serves nobody")
          .isInstanceOf(Life.Retired.class);
      assertThatThrownBy(() -> old.save(true, TestingLink.PATIENCE))
          .hasMessageContaining("no snapshots any more");
      assertThat(test.store.latest(test.workspace)).isEqualTo(latest);
    }
  }

  @Test
  void largeFilesComeAfterAllOthersAndAreListedUntilTheyAreStored() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, test.project.push("first"));
      TestingLink.await("the first snapshot is stored", () -> !test.storedCommits.isEmpty());
      byte[] large = new byte[(int) Limits.SNAPSHOT_LARGE_FILE + 1];
      Files.write(one.workspace().resolve("a.vcd"), large);
      large[0] = 1;
      Files.write(one.workspace().resolve("b.vcd"), large);
      Files.writeString(one.workspace().resolve("c.v"), "module c; endmodule\n");

      TestingLink.await(
          "all is stored",
          () ->
              test.offers.stream().anyMatch(offer -> offer.unsafeCount() == 2)
                  && test.offers.getLast().unsafeCount() == 0
                  && test.storedCommits.size() == test.offers.size());

      assertThat(test.offers.stream().map(SnapshotOffer::unsafe))
          .containsSubsequence(List.of("a.vcd", "b.vcd"), List.of("b.vcd"), List.of());
      TestingLink.Container two = test.container("two");
      link.close();
      test.restored(two, SECOND);
      assertThat(two.workspace().resolve("b.vcd")).hasBinaryContent(large);
      assertThat(two.workspace().resolve("c.v")).hasContent("module c; endmodule\n");
    }
  }

  @Test
  void onlyAFreshCommandForThisContainerOpensALink() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      TestingLink.Container one = test.container("one");
      Instant now = Instant.now();
      assertThat(test.post(one, new Command(one.id(), FIRST, now.minusSeconds(61)))).isEqualTo(403);
      assertThat(test.post(one, new Command(new ContainerId("othercontainer0"), FIRST, now)))
          .isEqualTo(403);
      Command good = new Command(one.id(), FIRST, now);
      assertThat(test.post(one, good)).isEqualTo(101);
      assertThat(test.post(one, good)).as("replayed").isEqualTo(403);
    }
  }

  @Test
  void anAgentIsPersonalisedOnceAndUnderItsOwnClaim() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container one = test.container("one");
      AgentLink wrong = test.open(one, FIRST);
      Checkout checkout = test.project.checkout(commit);
      assertThatThrownBy(() ->
              wrong.personalise(
                  test.message(SECOND, checkout.workspace()),
                  checkout.transfers(),
                  TestingLink.PATIENCE))
          .isInstanceOfSatisfying(
              JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
      AgentLink link = test.fresh(one, SECOND, commit);
      assertThatThrownBy(() ->
              link.personalise(
                  test.message(SECOND, checkout.workspace()),
                  checkout.transfers(),
                  TestingLink.PATIENCE))
          .hasMessageContaining("not newer");
      assertThatThrownBy(() -> test.open(one, FIRST)).hasMessageContaining("older");
      AgentLink newer = test.open(one, new Claim(1, 9));
      assertThatThrownBy(() -> newer.save(false, TestingLink.PATIENCE))
          .hasMessageContaining("not under claim");
      assertThat(link.isOpen()).isTrue();
    }
  }

  @Test
  void aLinkThatWasOpenedAheadTakesTheNextClaim() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container one = test.container("one");
      test.links.prepare(one.id(), one.address(), () -> FIRST);
      test.links.prepare(
          one.id(),
          one.address(),
          () -> {
            throw new AssertionError("there is one already");
          });

      AgentLink link = test.fresh(one, SECOND, commit);

      assertThat(link.hello().claim()).as("it was warm then").isNull();
      assertThat(link.save(false, TestingLink.PATIENCE).unsafe()).isEmpty();
      assertThat(one.agent().identity().claim()).contains(SECOND);
    }
  }

  @Test
  void aLinkThatWasOpenedAheadAndBrokeIsOpenedAnew() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container one = test.container("one");
      test.links.prepare(one.id(), one.address(), () -> FIRST);
      AgentLink taken = test.open(one, SECOND);
      taken.close();

      AgentLink link = test.fresh(one, new Claim(1, 9), commit);

      assertThat(link.isOpen()).isTrue();
      assertThat(one.agent().identity().claim()).contains(new Claim(1, 9));
    }
  }

  @Test
  void theCredentialIsInNoRepositoryAndCanBeRenewed() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      String commit = test.project.push("first");
      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, commit);
      assertThat(Files.readString(one.workspace().resolve(".git/config"))).doesNotContain("s3cret");
      Path config = one.home().resolve(".config/git/config");
      assertThat(Files.readString(config)).doesNotContain("s3cret").contains("Ada Lovelace");
      assertThat(fill(one, config)).contains("password=s3cret");
      link.renew(new GitCredential("ada", "renewed", Instant.now().plusSeconds(60)));
      TestingLink.await("it is renewed", () -> fill(one, config).contains("password=renewed"));
    }
  }

  private static String fill(TestingLink.Container container, Path config) throws IOException {
    return Git.feed(
        container.workspace(),
        "protocol=http\nhost=localhost:8080\n\n".getBytes(StandardCharsets.UTF_8),
        "-c",
        "include.path=" + config,
        "credential",
        "fill");
  }

  @Test
  void aTreeThatLeadsOutIsRefused() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      Path source = test.project.source();
      String blob = Git.feed(source, new byte[] {1}, "hash-object", "-w", "--stdin").strip();
      for (String name : List.of("..", ".git", "a/b", ".GIT")) {
        String tree =
            Git.feed(
                    source,
                    rawTree(name, blob),
                    "hash-object",
                    "-t",
                    "tree",
                    "-w",
                    "--literally",
                    "--stdin")
                .strip();
        String commit = Git.text(source, "commit-tree", "-m", "bad", tree).strip();
        Git.run(source, "push", "-q", "-f", "origin", commit + ":refs/heads/main");
        TestingLink.Container one = test.container("n" + name.hashCode());
        AgentLink link = test.open(one, FIRST);
        Checkout checkout = test.project.checkout(commit);
        assertThatThrownBy(() ->
                link.personalise(
                    test.message(FIRST, checkout.workspace()),
                    checkout.transfers(),
                    TestingLink.PATIENCE))
            .hasMessageContaining("may not be laid out")
            .isInstanceOfSatisfying(
                JoyException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_BROKEN));
      }
    }
  }

  private static byte[] rawTree(String name, String blob) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("100644 " + name + "\0").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(HexFormat.of().parseHex(blob));
    return bytes.toByteArray();
  }
}
