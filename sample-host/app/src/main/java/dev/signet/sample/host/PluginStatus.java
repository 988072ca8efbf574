package dev.signet.sample.host;

import dev.signet.policy.Decision;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityState;
import dev.signet.report.NotRunning;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of one plugin, in words that are safe to print.
 *
 * @param plugin its id, or its file's name when it does not tell
 * @param version its version; a dash when it does not tell
 * @param signer the common name of who signed it, as far as proven; else a dash
 * @param verdict one word: verified, unsigned, modified, untrusted and so on
 * @param decision admitted, warned or refused
 * @param why reason codes with what each is about, the problems first
 * @param whatToDo remedies, in the order of the reasons
 */
public record PluginStatus(
    String plugin,
    String version,
    String signer,
    String verdict,
    String decision,
    List<String> why,
    List<String> whatToDo) {

  private static final String NONE = "-";
  private static final int SHOWN_REASONS = 6;

  /** Copies the lists. */
  public PluginStatus {
    why = List.copyOf(why);
    whatToDo = List.copyOf(whatToDo);
  }

  /**
   * Returns the status that a decision amounts to.
   *
   * @param source where the plugin lies
   */
  public static PluginStatus of(Path source, Decision decision) {
    Verdict verdict = decision.verdict();
    String id = verdict.subject().id();
    String version = verdict.subject().version();
    return new PluginStatus(
        Printable.of(id.isEmpty() ? String.valueOf(source.getFileName()) : id),
        version.isEmpty() ? NONE : Printable.of(version),
        verdict.signer().map(Signer::commonName).map(Printable::of).orElse(NONE),
        verdict.word(),
        word(decision.action()),
        why(decision.findings()),
        remedies(decision.findings()));
  }

  /**
   * Returns what became of each plugin: first those that run, by name; and each plugins root that
   * cannot be listed.
   */
  static List<PluginStatus> all(Map<Path, Decision> decisions, List<IntegrityState> states) {
    Map<Path, NotRunning> problems = new HashMap<>();
    List<PluginStatus> all = new ArrayList<>();
    for (IntegrityState state : states) {
      Path path = state.target().path();
      state.notRunning().ifPresent(why -> problems.put(path, why));
      if (!state.target().isCore() && !decisions.containsKey(path)) {
        state.failure().ifPresent(why -> all.add(of(state.target(), why)));
      }
    }
    decisions.forEach(
        (path, decision) -> {
          PluginStatus status = of(path, decision);
          NotRunning problem = problems.get(path);
          all.add(problem == null ? status : status.withNotRunning(problem));
        });
    all.sort(Comparator.comparing(PluginStatus::isRefused).thenComparing(PluginStatus::plugin));
    return List.copyOf(all);
  }

  /** Returns the status of a plugins root in which nothing could be looked for. */
  static PluginStatus of(ScanTarget root, FailedScan failure) {
    return new PluginStatus(
        Printable.of(root.fileName()),
        NONE,
        NONE,
        "unknown",
        "not listed",
        List.of(Reason.IO_ERROR.name() + ": " + Printable.of(failure.cause())),
        List.of());
  }

  /** Returns the status of a plugin that was admitted and does not run. */
  public PluginStatus withNotRunning(NotRunning problem) {
    return with(
        problem.kind().label(), problem.kind().name(), problem.cause(), problem.kind().remedy());
  }

  private PluginStatus with(String outcome, String code, String cause, String remedy) {
    List<String> allWhy = new ArrayList<>(List.of(code + ": " + Printable.of(cause)));
    allWhy.addAll(why);
    List<String> allToDo = new ArrayList<>(List.of(remedy));
    allToDo.addAll(whatToDo);
    return new PluginStatus(plugin, version, signer, verdict, outcome, allWhy, allToDo);
  }

  /** Returns whether the plugin was kept out. */
  public boolean isRefused() {
    return decision.equals(word(Decision.Action.REFUSE));
  }

  private static String word(Decision.Action action) {
    return switch (action) {
      case ADMIT -> "admitted";
      case WARN -> "warned";
      case REFUSE -> "refused";
    };
  }

  private static List<String> why(List<Finding> findings) {
    List<String> why = new ArrayList<>();
    findings.stream().limit(SHOWN_REASONS).map(PluginStatus::reason).forEach(why::add);
    if (findings.size() > SHOWN_REASONS) {
      why.add("and " + (findings.size() - SHOWN_REASONS) + " more");
    }
    return why;
  }

  private static String reason(Finding finding) {
    return finding.reason().name() + ": " + Printable.of(about(finding));
  }

  private static String about(Finding finding) {
    if (finding.reason() == Reason.SCOPE_MISMATCH) {
      return "signed for '" + finding.current() + "', not for '" + finding.expected() + "'";
    }
    return finding.path() == null ? finding.detail() : finding.path();
  }

  private static List<String> remedies(List<Finding> findings) {
    Stream<Finding> ordered = findings.stream();
    return ordered
        .map(finding -> Printable.of(finding.remedy(Audience.ADMINISTRATOR)))
        .filter(remedy -> !remedy.isEmpty())
        .distinct()
        .toList();
  }
}
