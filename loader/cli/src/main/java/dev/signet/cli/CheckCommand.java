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
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code integrity:check-app} and {@code integrity:check-core}: checks bundles as a host would. The
 * verdict is the library's; nothing is decided here.
 */
final class CheckCommand extends Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String SARIF = "sarif";

  private final boolean core;
  private final Option<Path> path;
  private final Option<Boolean> all =
      Options.flag("--all", "Check every bundle of the folder --path, and end with a summary.");
  private final TrustOptions trust;
  private final LayoutOption layout;
  private final EnforcementOption enforcement;
  private final InstantOption at;
  private final ThreadsOption threads;
  private final Option<String> output;
  private @Nullable PositionalParamSpec id;
  private @Nullable KeptInCoreOption kept;
  private @Nullable DescriptorOption descriptor;
  private @Nullable CoreSignsAppsOption coreSignsApps;

  CheckCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    core = name == CommandName.CHECK_CORE;
    path =
        add(
            Options.requiredPath(
                "--path",
                core ? "DIR" : "PATH",
                core ? "The host's folder." : "Folder, zip or jar."));
    if (!core) {
      add(all);
      id = Options.id("0..1", "The id it must have; the bundle's own by default.");
      spec().addPositional(id);
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
    Path source = path.get();
    requireThere(source);
    if (all.isGiven() && givenId().isPresent()) {
      throw CommandException.input("--all checks bundles of any id; leave the id or --all out.");
    }
    Optional<CheckedFolder> folder =
        all.isGiven() ? Optional.of(CheckedFolder.of(source)) : Optional.empty();
    ReadingThreads reading = threads.threads();
    BundleVerifier verifier =
        new BundleVerifier(trust.load(layout.convention()), Limits.DEFAULT, at.clock(terminal()))
            .with(reading);
    CheckReport report = form.equals(TEXT) ? report() : null;
    List<CheckedBundle> each =
        check(
            verifier,
            folder.map(CheckedFolder::bundles).orElse(List.of(source)),
            expectation(chosen));
    List<CheckedBundle> checked = folder.map(found -> found.compared(each)).orElse(each);
    if (report != null) {
      print(checked, report);
    }
    if (form.equals(JSON)) {
      terminal().writeDocument(json(checked) + "\n");
    } else if (form.equals(SARIF)) {
      terminal().writeDocument(sarif(checked) + "\n");
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
      BundleVerifier verifier, List<Path> sources, Expectation expectation) {
    List<CheckedBundle> checked = new ArrayList<>();
    for (Path source : sources) {
      String label = "checking " + (checked.size() + 1) + "/" + sources.size() + " " + source;
      checked.add(
          new CheckedBundle(
              source,
              Progress.during(
                  terminal(), label, () -> verifier.examine(source, expectation).verdict())));
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
      return Expectation.core(chosen, Exclusions.NONE).without(kept.below(path.get(), chosen));
    }
    boolean coreSigns =
        coreSignsApps != null && coreSignsApps.isChosen(layout.convention().coreSignsApps());
    Expectation expectation = new Expectation(givenId(), chosen, coreSigns);
    return descriptor == null ? expectation : expectation.readBy(descriptor.reader(chosen));
  }

  private Optional<String> givenId() {
    return id == null ? Optional.empty() : Options.given(id);
  }

  private void requireThere(Path source) throws CommandException {
    if (Files.notExists(source, LinkOption.NOFOLLOW_LINKS)) {
      throw CommandException.input("--path: there is no " + source + "; check the name.");
    }
  }

  private String json(List<CheckedBundle> checked) {
    return all.isGiven() ? OriginalJson.text(checked) : OriginalJson.text(checked.get(0).verdict());
  }

  private static String sarif(List<CheckedBundle> checked) {
    Sarif sarif = new Sarif();
    checked.forEach(bundle -> sarif.add(bundle.source(), bundle.verdict()));
    return sarif.text();
  }
}
