package dev.signet.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command costs as a process, from its start to its end. */
final class Commands {
  private static final int WARM_UPS = 1;
  private static final int MANY_FILES = 49_000;
  private static final String SMALL_HEAP = "-Xmx64m";

  private final Samples samples;
  private final RatioTable table;
  private final Path signet;

  Commands(Samples samples, RatioTable table, Path signet) {
    this.samples = samples;
    this.table = table;
    this.signet = signet;
  }

  /** Checks the host's own folder that {@link Checks#core} has written. */
  void checkCore() throws Exception {
    Path core = samples.place("core");
    table.add(
        "S8 process, 1,200 ms",
        WARM_UPS,
        Programs.whole(
            "check-core",
            signet(
                "integrity:check-core",
                "--layout=nextcloud",
                "--path=" + core,
                "--trust=" + samples.place("core.crt"))),
        Programs.whole(
            "walk, read, hash as a process",
            Programs.ofClass(OneStart.class, "read", core.toString())));
    samples.drop("core");
  }

  /** Checks a small bundle. */
  void small() throws Exception {
    Path bundle =
        samples.plugin("small", "small", Samples.Shape.FOLDERS, new Samples.Size(25, 40_000));
    RatioTable.Named empty = Programs.whole("an empty program", Programs.ofClass(Nothing.class));
    List<String> check = check(bundle);
    add("check-app of 1 MB", check, empty);
    Path archive = samples.place("signet.jsa");
    Programs.exitCode(with("-XX:ArchiveClassesAtExit=" + archive, check));
    if (Files.exists(archive)) {
      add(
          "the same with a class data archive",
          with("-XX:SharedArchiveFile=" + archive, check),
          empty);
    }
    add("--version", signet("--version"), empty);
    add("check-app --help", signet("integrity:check-app", "--help"), empty);
    Path root = samples.trustFolder().resolve("root.crt");
    add(
        "one certificate, one signature, SHA-512 of 1 MB",
        Programs.ofClass(OneStart.class, "crypto", root.toString()),
        empty);
    samples.drop("small");
  }

  private void add(String name, List<String> command, RatioTable.Named empty) throws Exception {
    table.add("S9, 2.5", WARM_UPS, Programs.whole(name, command), empty);
  }

  /** Tries whether many files need more than a small heap. */
  void smallHeaps() throws Exception {
    Path bundle =
        samples.plugin("many", "many", Samples.Shape.FOLDERS, new Samples.Size(MANY_FILES, 100));
    smallHeap("command", check(bundle));
    smallHeap(
        "host",
        OneStart.command(
            "signet", samples.place("many"), 1, samples.trustFolder(), samples.place("state")));
    samples.drop("many", "state");
  }

  private void smallHeap(String who, List<String> command) throws Exception {
    command.remove("-Xmx2g");
    table.note(
        "S10, 64 MB",
        who + ": " + MANY_FILES + " files with " + SMALL_HEAP,
        Programs.exitCode(with(SMALL_HEAP, command)) == 0 ? "done" : "FAILED");
  }

  private List<String> check(Path bundle) {
    return signet("integrity:check-app", "--path=" + bundle, "--trust=" + samples.trustFolder());
  }

  private List<String> signet(String... arguments) {
    List<String> words = Programs.java("-jar", signet.toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static List<String> with(String option, List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add(1, option);
    return words;
  }
}
