package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stock git against the server. */
class GitHttpTest {
  private static TestingSite site;
  private static Person anna;

  @TempDir Path folder;
  private Project project;
  private String url;
  private Git git;

  @BeforeAll
  static void start() throws IOException {
    site = TestingSite.start();
    anna = site.people.person("anna");
  }

  @AfterAll
  static void stop() throws IOException {
    site.close();
  }

  @BeforeEach
  void project() {
    project = site.project(anna, "icebreaker-blinky");
    url = site.urlOfOwner(project);
    git = new Git(folder);
  }

  @AfterEach
  void theRepositoryIsSound() throws Exception {
    new Git(site.folders().of(project)).isSound();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void clonesPushesAndFetches(int protocol) throws Exception {
    git = new Git(folder, protocol);
    Git one = git.clone(url, "one");
    Git two = git.clone(url, "two");
    assertThat(one.folder().resolve("top.v")).exists();
    assertThat(one.folder().resolve(".gitignore")).exists();
    String commit = one.commit("src/a.v", "module a; endmodule\n");
    one.ok("push", "-q", "origin", "main");
    two.ok("pull", "-q", "--ff-only");
    assertThat(two.ok("rev-parse", "HEAD")).isEqualTo(commit);
    one.ok("tag", "-a", "v1", "-m", "first");
    one.ok("push", "-q", "origin", "v1");
    two.ok("fetch", "-q", "--tags");
    assertThat(two.ok("rev-parse", "v1^{commit}")).isEqualTo(commit);
    assertThat(site.projects().find(project.ref()).orElseThrow().pushed()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void clonesShallowAndDeepensLater(int protocol) throws Exception {
    git = new Git(folder, protocol);
    Git full = git.clone(url, "full");
    for (int i = 0; i < 5; i++) {
      full.commit("n", "n" + i);
    }
    full.ok("push", "-q", "origin", "main");
    Git shallow = git.clone(url, "shallow", "--depth", "1");
    assertThat(shallow.ok("rev-list", "--count", "HEAD")).isEqualTo("1");
    shallow.ok("fetch", "-q", "--depth", "3");
    assertThat(shallow.ok("rev-list", "--count", "HEAD")).isEqualTo("3");
    shallow.ok("fetch", "-q", "--unshallow");
    assertThat(shallow.ok("rev-list", "--count", "HEAD")).isEqualTo("6");
    shallow.ok("fsck", "--strict");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blob:none", "tree:0", "blob:limit=100"})
  void clonesPartlyAndFetchesTheRestOnDemand(String filter) throws Exception {
    for (int protocol : new int[] {0, 2}) {
      Git partial =
          new Git(folder, protocol)
              .clone(url, "partial" + protocol, "--filter=" + filter, "--no-checkout");
      partial.ok("checkout", "-q", "main");
      assertThat(partial.folder().resolve("README.md")).isNotEmptyFile();
      assertThat(partial.ok("status", "--porcelain")).isEmpty();
    }
  }

  /** A session's workspace is shallow until its history has come. */
  @ParameterizedTest
  @ValueSource(strings = {"--depth=1", "--filter=blob:none"})
  void takesPushesFromClonesThatHaveNotEverything(String option) throws Exception {
    Git full = git.clone(url, "full");
    for (int i = 0; i < 3; i++) {
      full.commit("n", "n" + i);
    }
    full.ok("push", "-q", "origin", "main");
    Git part = git.clone(url, "part", option);
    part.commit("m", "m");
    part.ok("push", "-q", "origin", "main", "main:refs/heads/other");
    full.ok("pull", "-q", "--ff-only");
    assertThat(full.ok("rev-list", "--count", "HEAD")).isEqualTo("5");
    part.ok("commit", "-q", "--amend", "-m", "rewritten");
    part.ok("push", "-q", "--force-with-lease", "origin", "main");
  }

  @Test
  void fetchesACommitByItsId() throws Exception {
    Git one = git.clone(url, "one");
    String first = one.ok("rev-parse", "HEAD");
    one.commit("a", "a");
    one.ok("push", "-q", "origin", "main");
    Git other = git.init("other");
    other.ok("fetch", "-q", url, first);
    assertThat(other.ok("rev-parse", "FETCH_HEAD")).isEqualTo(first);
  }

  @Test
  void atomicPushesTakeAllOrNothing() throws Exception {
    Git one = git.clone(url, "one");
    Git two = git.clone(url, "two");
    one.commit("a", "one");
    one.ok("push", "-q", "origin", "main");
    two.commit("a", "two");
    two.ok("branch", "other");
    two.run("push", "--atomic", "origin", "main", "other").fails();
    assertThat(one.ok("ls-remote", "origin", "refs/heads/other")).isEmpty();
    two.ok("branch", "third");
    two.ok("push", "-q", "--atomic", "origin", "other", "third");
    assertThat(one.ok("ls-remote", "--heads", "origin").lines()).hasSize(3);
  }

  @Test
  void deletesBranches() throws Exception {
    Git one = git.clone(url, "one");
    one.ok("push", "-q", "origin", "main:a", "main:b");
    one.ok("push", "-q", "origin", ":a");
    one.ok("push", "-q", "--delete", "origin", "b");
    assertThat(one.ok("ls-remote", "--heads", "origin").lines()).hasSize(1);
  }

  @Test
  void headFollowsWhenItsBranchIsDeleted() throws Exception {
    Git one = git.clone(url, "one");
    one.ok("push", "-q", "origin", "main:zebra", "main:apple");
    String said = one.ok("push", "--delete", "origin", "main");
    assertThat(said).contains("The default branch is now apple.");
    assertThat(git.clone(url, "two").ok("branch", "--show-current")).isEqualTo("apple");
  }

  @Test
  void headTakesTheFirstBranchThatAnEmptyRepositoryGets() throws Exception {
    project = site.project(anna, null);
    url = site.urlOfOwner(project);
    Git one = git.init("one");
    one.ok("checkout", "-q", "-b", "develop");
    one.commit("a", "a");
    one.ok("push", "-q", url, "develop");
    assertThat(git.clone(url, "two").ok("branch", "--show-current")).isEqualTo("develop");
  }

  @Test
  void takesPushOptions() throws Exception {
    Git one = git.clone(url, "one");
    one.commit("a", "a");
    one.ok("push", "-q", "-o", "ci.skip", "-o", "two words", "origin", "main");
  }

  @Test
  void forcesWithLease() throws Exception {
    Git one = git.clone(url, "one");
    Git two = git.clone(url, "two");
    one.commit("a", "one");
    one.ok("push", "-q", "origin", "main");
    two.commit("a", "two");
    two.run("push", "origin", "main").fails();
    two.run("push", "--force-with-lease", "origin", "main").fails();
    two.ok("fetch", "-q");
    two.ok("push", "-q", "--force-with-lease", "origin", "main");
    assertThat(two.ok("ls-remote", "origin", "HEAD")).startsWith(two.ok("rev-parse", "HEAD"));
  }

  @Test
  void takesLargePushesInChunks() throws Exception {
    Git one = git.clone(url, "one");
    byte[] noise = new byte[9 << 20];
    new Random(1).nextBytes(noise);
    Files.write(one.folder().resolve("noise"), noise);
    one.commit("a", "a");
    one.ok("push", "-q", "origin", "main");
    Git two = git.clone(url, "two");
    assertThat(two.folder().resolve("noise")).hasBinaryContent(noise);
    // with Expect: 100-continue, and the credential asked for only after a 401
    Files.write(one.folder().resolve("noise"), new byte[] {1});
    one.commit("a", "b");
    one.ok("-c", "http.expectContinue=true", "-c", "http.postBuffer=1", "push", "origin", "main");
  }

  @Test
  void refusesObjectsOverTheLimitWithAReason() throws Exception {
    Path data = folder.resolve("data");
    RepositorySettings tight =
        new RepositorySettings(data, 1 << 20, 2 << 20, 1000, false, 1 << 20, 8);
    try (TestingSite small = TestingSite.start(tight)) {
      Project limited = small.project(small.people.person("anna"), "icebreaker-blinky");
      Git one = git.clone(small.urlOfOwner(limited), "one");
      byte[] noise = new byte[(1 << 20) + 1];
      new Random(2).nextBytes(noise);
      Files.write(one.folder().resolve("noise"), noise);
      one.commit("a", "a");
      assertThat(one.run("push", "origin", "main").fails().text())
          .contains("Max object size limit is 1,048,576 bytes");
      one.ok("reset", "-q", "--hard", "origin/main");
      for (int i = 0; i < 5; i++) {
        Files.write(one.folder().resolve("noise" + i), noise(600_000, i));
      }
      one.commit("a", "a");
      assertThat(one.run("push", "origin", "main").fails().text()).contains("Pack exceeds");
      one.ok("reset", "-q", "--hard", "origin/main");
      one.commit("a", "a");
      one.ok("push", "-q", "origin", "main");
      one.ok("commit", "-q", "--amend", "-m", "rewritten");
      assertThat(one.run("push", "--force", "origin", "main").fails().text()).contains("non-fast");
    }
  }

  private static byte[] noise(int size, long seed) {
    byte[] noise = new byte[size];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  @Test
  void refusesBrokenObjects() throws Exception {
    Git one = git.clone(url, "one");
    String blob = one.ok("rev-parse", "HEAD:top.v");
    Path entry = Files.writeString(folder.resolve("tree"), "100644 blob " + blob + "\t.git\n");
    Answer tree = raw(one, entry);
    String commit = one.ok("commit-tree", "-m", "bad", tree.id());
    assertThat(one.run("push", "origin", commit + ":refs/heads/bad").fails().text())
        .contains(".git");
  }

  private record Answer(String id) {}

  private static Answer raw(Git git, Path entry) throws Exception {
    ProcessBuilder mktree =
        new ProcessBuilder("git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
            .directory(git.folder().toFile());
    Process process = mktree.start();
    String line = Files.readString(entry);
    String blob = line.substring(12, 52);
    try (var in = process.getOutputStream()) {
      in.write("100644 .git\0".getBytes(StandardCharsets.UTF_8));
      in.write(java.util.HexFormat.of().parseHex(blob));
    }
    String id = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return new Answer(id);
  }

  @Test
  void sixteenPushesToOneBranchHaveOneWinnerEach() throws Exception {
    List<Git> clones = new ArrayList<>();
    Git source = git.clone(url, "source");
    for (int i = 0; i < 16; i++) {
      Git clone = git.clone(source.folder().toString(), "c" + i);
      clone.commit("f" + i, "f" + i);
      clones.add(clone);
    }
    List<Git.Answer> answers = pushAll(clones, i -> "main");
    assertThat(answers.stream().filter(answer -> answer.exit() == 0)).hasSize(1);
    assertThat(pushAll(clones, i -> "b" + i)).allMatch(answer -> answer.exit() == 0);
    assertThat(source.ok("ls-remote", "--heads", url).lines()).hasSize(17);
  }

  private List<Git.Answer> pushAll(List<Git> clones, java.util.function.IntFunction<String> branch)
      throws Exception {
    List<Future<Git.Answer>> pushes = new ArrayList<>();
    List<Git.Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clones.size(); i++) {
        Git clone = clones.get(i);
        String target = "HEAD:refs/heads/" + branch.apply(i);
        pushes.add(threads.submit(() -> clone.run("push", url, target)));
      }
      for (Future<Git.Answer> push : pushes) {
        answers.add(push.get());
      }
    }
    return answers;
  }

  @Test
  void aPushKilledInTheMiddleLeavesNothingBehind() throws Exception {
    Git one = git.clone(url, "one");
    String before = one.ok("rev-parse", "HEAD");
    Files.write(one.folder().resolve("noise"), noise(48 << 20, 3));
    one.commit("a", "a");
    Path pack = site.folders().of(project).resolve("objects/pack");
    Process push = one.start(folder.resolve("out"), "push", "origin", "main");
    Await.until("the server receives", () -> hasTemporary(pack));
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly().waitFor();
    Await.until("the server has cleaned up", () -> !hasTemporary(pack));
    assertThat(one.ok("ls-remote", "origin", "main")).startsWith(before);
    one.ok("push", "-q", "origin", "main");
  }

  private static boolean hasTemporary(Path pack) {
    String[] names = pack.getParent().toFile().list();
    return names != null
        && java.util.Arrays.stream(names).anyMatch(name -> name.startsWith("incoming_"));
  }

  @Test
  void asksForCredentialsAndRefusesWrongOnes() throws Exception {
    HttpResponse<String> anonymous = get(project.ref() + ".git", null);
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Basic realm="));
    assertThat(get(project.ref() + ".git", "wrong").statusCode()).isEqualTo(401);
    assertThat(git.run("clone", site.url(project, "wrong"), "no").fails().text())
        .contains("the token is unknown, expired or revoked");
    String noGit = site.people.token(anna, Scope.API);
    assertThat(get(project.ref() + ".git", noGit).statusCode()).isEqualTo(403);
    assertThat(get("anna/nothing.git", null).statusCode()).isEqualTo(401);
  }

  @Test
  void aForeignProjectLooksLikeAMissingOne() throws Exception {
    String token = site.people.token(site.people.person("ben"), Scope.ALL);
    HttpResponse<String> foreign = get(project.ref() + ".git", token);
    HttpResponse<String> missing = get("anna/missing.git", token);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(foreign.body().replace(project.name().value(), "missing")).isEqualTo(missing.body());
    assertThat(git.run("clone", site.url(project, token), "no").fails().text())
        .contains("not found");
    assertThat(get("Anna/odd.git", token).statusCode()).isEqualTo(404);
  }

  @Test
  void publicProjectsAreReadByEverybodyAndPushedByTheOwnerAlone() throws Exception {
    site.database.write(jdbc ->
        jdbc.sql("UPDATE project SET visibility = 'public' WHERE id = :id")
            .param("id", project.id())
            .update());
    Git visitor = git.clone(site.origin() + "/git/" + project.ref() + ".git", "visitor");
    visitor.commit("a", "a");
    assertThat(visitor.run("push", "origin", "main").fails().text()).contains("could not read");
    String token = site.people.token(site.people.person("ben"), Scope.ALL);
    assertThat(visitor.run("push", site.url(project, token), "main").fails().text())
        .contains("not found");
  }

  @Test
  void aSessionsTokenOpensItsProjectAlone() throws Exception {
    Project other = site.project(anna, "icebreaker-blinky");
    String token = site.people.mintForProject(anna, project.ref(), Duration.ofHours(1));
    Git one = git.clone(site.url(project, token), "one");
    one.commit("a", "a");
    one.ok("push", "-q", "origin", "main");
    git.run("clone", site.url(other, token), "no").fails();
  }

  @Test
  void theProbeBeforeALargePushPasses() throws Exception {
    String token = site.people.token(anna, Scope.GIT);
    String path = project.ref() + ".git/git-receive-pack";
    assertThat(probe(path, token).statusCode()).isEqualTo(200);
    assertThat(probe(path, null).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> probe(String path, String token) throws Exception {
    return send(
        request("/git/" + path, token)
            .header("Content-Type", "application/x-git-receive-pack-request")
            .POST(BodyPublishers.ofString("0000")));
  }

  private HttpResponse<String> get(String repository, String token) throws Exception {
    return send(request("/git/" + repository + "/info/refs?service=git-upload-pack", token));
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.origin() + path));
    if (token != null) {
      byte[] pair = ("x:" + token).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
