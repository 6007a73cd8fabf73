package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.SlotUsers.Slot;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this machine has to offer before a sandbox can run on it. */
final class Machine {
  /** Tools by the Debian package that brings them. */
  private static final Map<String, String> TOOLS = tools();

  private Machine() {}

  private static Map<String, String> tools() {
    Map<String, String> tools = new LinkedHashMap<>();
    tools.put("bwrap", "bubblewrap");
    for (String tool : List.of("setpriv", "unshare", "prlimit", "setsid")) {
      tools.put(tool, "util-linux");
    }
    tools.put("mount", "mount");
    return tools;
  }

  static boolean root() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  static SlotUsers users(LocalEngineConfig config) throws IOException, EngineException {
    requireTools(TOOLS);
    if (root()) {
      return RootSlotUsers.of(config.firstUid(), config.slots());
    }
    requireTools(Map.of("newuidmap", "uidmap", "newgidmap", "uidmap"));
    return SubordinateSlotUsers.ofCurrentUser(config.slots());
  }

  private static void requireTools(Map<String, String> tools) throws UnusableMachineException {
    for (Map.Entry<String, String> tool : tools.entrySet()) {
      if (!found(tool.getKey())) {
        throw new UnusableMachineException(
            "sandboxes need '"
                + tool.getKey()
                + "', which isn't installed; run as root: apt-get install "
                + tool.getValue());
      }
    }
  }

  private static boolean found(String tool) {
    for (String folder : Commands.ENVIRONMENT.getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }

  /** Runs the smallest sandbox; a kernel that refuses is named with the setting that allows it. */
  static void probe(SlotUsers users) throws EngineException {
    Slot slot = users.slots().findFirst().orElseThrow();
    String uid = Integer.toString(slot.supervisor());
    List<String> command = new ArrayList<>(users.elevation());
    command.addAll(List.of("unshare", "--mount", "--"));
    command.addAll(List.of("setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"));
    command.addAll(List.of("bwrap", "--unshare-user", "--unshare-all", "--disable-userns"));
    command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--", "true"));
    try {
      Commands.run(Path.of("/"), command);
    } catch (EngineException e) {
      throw new UnusableMachineException(
          "this machine's kernel refuses sandboxes (" + e.getMessage() + "); " + remedy());
    }
  }

  private static String remedy() {
    Map<String, String> settings =
        Map.of(
            "kernel/apparmor_restrict_unprivileged_userns", "0",
            "kernel/unprivileged_userns_clone", "1",
            "user/max_user_namespaces", "15000");
    List<String> wrong = new ArrayList<>();
    settings.forEach((name, value) -> {
      try {
        Path file = Path.of("/proc/sys").resolve(name);
        String is = Files.exists(file) ? Files.readString(file).strip() : value;
        if (!is.equals(value) && (value.length() == 1 || is.equals("0"))) {
          wrong.add(name.replace('/', '.') + "=" + value);
        }
      } catch (IOException unreadable) {
        wrong.add(name.replace('/', '.') + "=" + value);
      }
    });
    return wrong.isEmpty()
        ? "user namespaces must be allowed for ordinary users here, also inside a container"
        : "run as root: sysctl -w " + String.join(" ", wrong);
  }
}
