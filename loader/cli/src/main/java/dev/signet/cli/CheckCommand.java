package dev.signet.cli;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.CoreSignsAppsOption;
import dev.signet.cli.option.DescriptorOption;
import dev.signet.cli.option.EnforcementOption;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.InstantOption;
import dev.signet.cli.option.KeptInCoreOption;
import dev.signet.cli.option.LayoutOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.SourceOption;
import dev.signet.cli.option.Terminal;
import dev.signet.cli.option.ThreadsOption;
import dev.signet.cli.option.TrustOptions;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.CheckReport;
import dev.signet.report.CheckedBundle;
import dev.signet.report.OriginalJson;
import dev.signet.report.Sarif;
import dev.signet.report.TextStyle;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code integrity:check-app} and {@code integrity:check-core}: checks bundles as a host would. The
 * verdict is the library's; nothing is decided here.
 */
final class CheckCommand extends Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String SARIF = "sarif";

  private final boolean core;
  private final SourceOption source;
  private final Option<Boolean> all =
      Options.flag("--all", "Check every bundle of the folder --path, and end with a summary.");
  private final TrustOptions trust;
  private final LayoutOption layout;
  private final EnforcementOption enforcement;
  private final InstantOption at;
  private final ThreadsOption threads;
  private final Option<String> output;
  private @Nullable KeptInCoreOption kept;
  private @Nullable DescriptorOption descriptor;
  private @Nullable CoreSignsAppsOption coreSignsApps;

  CheckCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    core = name == CommandName.CHECK_CORE;
    source = new SourceOption(this, core);
    if (!core) {
      add(all);
    }
    trust = new TrustOptions(this);
    layout = new LayoutOption(this, name);
    if (core) {
      kept = new KeptInCoreOption(this);
    } else {
      coreSignsApps = new CoreSignsAppsOption(this);
      descriptor = new DescriptorOption(this);
    }
    enforcement = new EnforcementOption(this, "Another release channel to tell the decision for.");
    at = new InstantOption(this, "Check");
    threads = new ThreadsOption(this);
    output =
        add(
            Options.choice(
                "--output", List.of(TEXT, JSON, SARIF), "What to print; text by default."));
    examples(name);
  }

  private void examples(CommandName name) {
    String start = "signet " + name.text();
    if (core) {
      examples(
          start + " --path=/opt/host --trust=root.crt",
          start + " --path=/var/www/cloud --layout=nextcloud \\",
          "    --trust=root.crt --kept-in-core=custom_apps");
    } else {
      examples(
          start + " --path=hello-1.0.zip --trust=root.crt",
          start + " hello --path=plugins/hello --trust=trust/",
          start + " --all --path=plugins --trust=root.crt \\",
          "    --crl=root.crl --output=json",
          start + " contacts --path=apps/contacts --layout=nextcloud \\",
          "    --trust=root.crt");
    }
  }

  @Override
  public int run() throws CommandException {
    String form = Options.chosen(output, TEXT);
    Layout chosen = layout.layout();
    Path path = source.existing();
    if (all.isGiven() && source.id().isPresent()) {
      throw CommandException.input("--all checks bundles of any id; leave the id or --all out.");
    }
    Optional<CheckedFolder> folder =
        all.isGiven() ? Optional.of(CheckedFolder.of(path)) : Optional.empty();
    ReadingThreads reading = threads.threads();
    BundleVerifier verifier =
        new BundleVerifier(trust.load(layout.convention()), Limits.DEFAULT, at.clock(terminal()))
            .with(reading);
    CheckReport report = form.equals(TEXT) ? report() : null;
    List<CheckedBundle> each =
        check(
            verifier,
            folder.map(CheckedFolder::bundles).orElse(List.of(path)),
            expectation(chosen));
    List<CheckedBundle> checked = folder.map(found -> found.compared(each)).orElse(each);
    if (report != null) {
      print(checked, report);
    } else {
      terminal().writeDocument(document(form, checked) + "\n");
    }
    return exitCode(checked);
  }

  /** What was found is never hidden by what could not be judged beside it. */
  static int exitCode(List<CheckedBundle> checked) {
    if (checked.stream().allMatch(bundle -> bundle.verdict().isVerified())) {
      return ExitCode.OK;
    }
    boolean found =
        checked.stream().anyMatch(each -> !each.verdict().isVerified() && !each.isUnjudged());
    return found ? ExitCode.FINDINGS : ExitCode.USAGE;
  }

  private List<CheckedBundle> check(
      BundleVerifier verifier, List<Path> paths, Expectation expectation) {
    List<CheckedBundle> checked = new ArrayList<>();
    for (Path path : paths) {
      String label = "checking " + (checked.size() + 1) + "/" + paths.size() + " " + path;
      Verdict verdict =
          Progress.during(terminal(), label, () -> verifier.examine(path, expectation).verdict());
      checked.add(new CheckedBundle(path, verdict));
    }
    return checked;
  }

  private void print(List<CheckedBundle> checked, CheckReport report) {
    for (CheckedBundle bundle : checked) {
      report.lines(bundle).forEach(terminal().out()::println);
      if (all.isGiven()) {
        terminal().out().println();
      }
    }
    if (all.isGiven()) {
      terminal().out().println(report.summary(checked));
    }
  }

  private CheckReport report() throws CommandException {
    CheckReport report =
        new CheckReport(
            new TextStyle(terminal().isColoured()),
            enforcement.over(EnforcementRules.of(ReleaseChannel.STABLE)),
            EnumSet.allOf(Audience.class));
    return core ? report.ofCore() : report;
  }

  private Expectation expectation(Layout chosen) throws CommandException {
    if (kept != null) {
      return Expectation.core(chosen, Exclusions.NONE).without(kept.below(source.path(), chosen));
    }
    boolean coreSigns =
        coreSignsApps != null && coreSignsApps.isChosen(layout.convention().coreSignsApps());
    Expectation expectation = new Expectation(source.id(), chosen, coreSigns);
    return descriptor == null ? expectation : expectation.readBy(descriptor.reader(chosen));
  }

  private String document(String form, List<CheckedBundle> checked) {
    if (form.equals(JSON)) {
      return all.isGiven()
          ? OriginalJson.text(checked)
          : OriginalJson.text(checked.get(0).verdict());
    }
    Sarif sarif = new Sarif();
    checked.forEach(bundle -> sarif.add(bundle.source(), bundle.verdict()));
    return sarif.text();
  }
}
