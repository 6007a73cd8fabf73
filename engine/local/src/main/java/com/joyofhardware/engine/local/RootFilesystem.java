package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a sandbox sees: an allow-list, never the host's root with parts hidden. Written down as what
 * launch.sh binds into its stage (folders of ours, which the slot's uid can't reach itself) and as
 * bubblewrap's arguments.
 */
final class RootFilesystem {
  private static final String STAGE = "/sys/";
  private static final String TOOLS = "/opt/joy/tools";
  private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final List<String> LINKED =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private final LocalEngineConfig config;
  private final Path etc;
  private final Path init;

  /**
   * @param etc folder of {@link EtcFiles}
   * @param init the script that becomes a sandbox's first process
   */
  RootFilesystem(LocalEngineConfig config, Path etc, Path init) {
    this.config = config;
    this.etc = etc;
    this.init = init;
  }

  void write(SandboxFolder folder, ContainerSpec spec, SandboxGroups groups) throws IOException {
    SortedMap<String, Path> telling = groups.telling();
    writeBinds(folder.groupBinds(), telling);
    writeBinds(folder.binds(), binds(folder));
    List<String> arguments = arguments(spec);
    for (String name : telling.keySet()) {
      // Its own group alone: what lies above and beside it is not in the mount.
      arguments.addAll(
          List.of("--ro-bind", STAGE + "groups/" + name, GROUPS.resolve(name).toString()));
    }
    arguments.addAll(List.of("--remount-ro", "/"));
    Files.writeString(folder.arguments(), String.join("\0", arguments) + "\0");
  }

  private static void writeBinds(Path file, Map<String, Path> binds) throws IOException {
    StringBuilder lines = new StringBuilder();
    binds.forEach((name, path) -> lines.append(path).append(' ').append(name).append('\n'));
    Files.writeString(file, lines);
  }

  private Map<String, Path> binds(SandboxFolder folder) {
    Map<String, Path> binds = new LinkedHashMap<>();
    binds.put("workspace", folder.workspace());
    binds.put("home", folder.home());
    binds.put("state", folder.agentState());
    binds.put("listen", folder.listen());
    binds.put("egress", folder.egress());
    binds.put("groups", folder.groups());
    binds.put("etc", etc);
    binds.put("init.sh", init);
    binds.put("java", config.agent().javaHome());
    binds.put("agent", config.agent().agentDir());
    binds.put("agent.jvmopts", config.agent().jvmOptions());
    if (config.agent().aotCache() != null) {
      binds.put("agent.aot", config.agent().aotCache());
    }
    config.tools().ifPresent(tools -> binds.put("tools", tools));
    for (int i = 0; i < config.toolRoots().size(); i++) {
      binds.put("tool-" + i, config.toolRoots().get(i));
    }
    return binds;
  }

  private List<String> arguments(ContainerSpec spec) throws IOException {
    List<String> list = new ArrayList<>();
    list.addAll(List.of("--unshare-user", "--unshare-all", "--disable-userns"));
    list.addAll(List.of("--uid", "1000", "--gid", "1000", "--hostname", "joy"));
    list.addAll(List.of("--die-with-parent", "--as-pid-1", "--new-session"));
    list.addAll(List.of("--json-status-fd", "3", "--seccomp", "6"));
    system(list);
    list.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    tmpfs(list, "/dev/shm", "1777", temporary(spec));
    list.addAll(List.of("--remount-ro", "/dev"));
    tmpfs(list, "/tmp", "1777", temporary(spec));
    tmpfs(list, "/run", "0755", 16L << 20);
    for (String name : EtcFiles.ours()) {
      list.addAll(List.of("--ro-bind", STAGE + "etc/" + name, "/etc/" + name));
    }
    for (Path file : EtcFiles.hosts()) {
      list.addAll(List.of("--ro-bind", file.toString(), file.toString()));
    }
    for (int i = 0; i < config.toolRoots().size(); i++) {
      list.addAll(List.of("--ro-bind", STAGE + "tool-" + i, config.toolRoots().get(i).toString()));
    }
    list.addAll(List.of("--ro-bind", STAGE + "java", "/opt/joy/java"));
    list.addAll(List.of("--ro-bind", STAGE + "agent", "/opt/joy/agent"));
    list.addAll(List.of("--ro-bind", STAGE + "agent.jvmopts", "/opt/joy/agent.jvmopts"));
    if (config.agent().aotCache() != null) {
      list.addAll(List.of("--ro-bind", STAGE + "agent.aot", "/opt/joy/agent.aot"));
    }
    if (config.tools().isPresent()) {
      list.addAll(List.of("--ro-bind", STAGE + "tools", TOOLS));
    }
    list.addAll(List.of("--ro-bind", STAGE + "init.sh", "/opt/joy/init.sh"));
    list.addAll(List.of("--ro-bind", STAGE + "egress", "/run/joy/egress"));
    list.addAll(List.of("--bind", STAGE + "listen", "/run/joy/agent"));
    list.addAll(List.of("--bind", STAGE + "workspace", "/workspace"));
    list.addAll(List.of("--bind", STAGE + "home", "/home/joy"));
    list.addAll(List.of("--bind", STAGE + "state", "/var/lib/joy"));
    environment(list);
    list.addAll(List.of("--chdir", "/workspace"));
    return list;
  }

  /** {@code /usr} and, as this machine has them, links into it or folders beside it. */
  private static void system(List<String> list) throws IOException {
    list.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String name : LINKED) {
      Path path = Path.of("/").resolve(name);
      if (Files.isSymbolicLink(path)) {
        list.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
      } else if (Files.isDirectory(path)) {
        list.addAll(List.of("--ro-bind", path.toString(), path.toString()));
      }
    }
    if (Files.isDirectory(Path.of("/nix"))) {
      list.addAll(List.of("--ro-bind", "/nix", "/nix"));
    }
  }

  /** It counts as memory: two of them take half of what the sandbox has at most. */
  private static long temporary(ContainerSpec spec) {
    return spec.resources().memory() / 4;
  }

  private static void tmpfs(List<String> list, String path, String mode, long bytes) {
    list.addAll(List.of("--perms", mode, "--size", Long.toString(bytes), "--tmpfs", path));
  }

  private void environment(List<String> list) {
    Map<String, String> environment =
        Map.of(
            "PATH", config.tools().isPresent() ? PATH + ":" + TOOLS + "/bin" : PATH,
            "HOME", "/home/joy",
            "USER", "joy",
            "LOGNAME", "joy",
            "SHELL", "/bin/bash",
            "LANG", "C.UTF-8",
            "TZ", ZoneId.systemDefault().getId());
    list.add("--clearenv");
    environment.forEach((name, value) -> list.addAll(List.of("--setenv", name, value)));
  }

  /** The command that init.sh keeps running. */
  List<String> agent(ContainerId id, ContainerSpec spec) {
    List<String> command = new ArrayList<>();
    command.add("/opt/joy/java/bin/java");
    command.add("@/opt/joy/agent.jvmopts");
    if (config.agent().aotCache() != null) {
      command.add("-XX:AOTCache=/opt/joy/agent.aot");
    }
    command.addAll(List.of("-cp", "/opt/joy/agent/joy-agent.jar:/opt/joy/agent/lib/*"));
    command.add("com.joyofhardware.agent.Main");
    command.addAll(List.of("--listen", "unix:/run/joy/agent/agent.sock"));
    command.addAll(List.of("--container", id.value(), "--cluster-key", spec.clusterKey()));
    command.addAll(List.of("--workspace", "/workspace", "--home", "/home/joy"));
    command.addAll(List.of("--state", "/var/lib/joy"));
    command.addAll(List.of("--egress", "unix:/run/joy/egress/egress.sock"));
    readOnlyRoots().forEach(root -> command.addAll(List.of("--read-only-root", root)));
    return command;
  }

  private List<String> readOnlyRoots() {
    List<String> roots = new ArrayList<>(List.of("/usr/share", "/usr/include", "/usr/lib"));
    if (Files.isDirectory(Path.of("/nix/store"))) {
      roots.add("/nix/store");
    }
    config.tools().ifPresent(tools -> roots.add(TOOLS));
    config.toolRoots().forEach(root -> roots.add(root.toString()));
    return roots;
  }
}
