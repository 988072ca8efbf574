package dev.signet.cli;

import dev.signet.bundle.Limits;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.DescriptorOption;
import dev.signet.cli.option.InstantOption;
import dev.signet.cli.option.LayoutOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Progress;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.cli.option.TrustOptions;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.SignedLock;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code lock:add}: one release of a plugin, in the place of another one of it. */
final class LockAddCommand extends SigningCommand {
  private final LockFile lock;
  private final Option<Path> path;
  private final Option<String> from;
  private final Option<String> approver;
  private final InstantOption notBefore;
  private final TrustOptions trust;
  private final LayoutOption layout;
  private final DescriptorOption descriptor;

  LockAddCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    path = add(Options.requiredPath("--path", "PATH", "The release: folder, zip or jar."));
    from =
        add(
            Options.text(
                "--from",
                "WHERE",
                "Where hosts get it: an address, or a path that they resolve; the name of --path"
                    + " by default."));
    approver = add(Options.text("--approved-by", "NAME", "Who has approved it."));
    notBefore =
        new InstantOption(this, "--not-before", "Hosts install it from then on, and else at once");
    lock = new LockFile(this);
    trust = new TrustOptions(this);
    layout = new LayoutOption(this, name);
    descriptor = new DescriptorOption(this);
    examples(
        "signet lock:add --path=clock-1.2.0.zip --approved-by=alice \\",
        "    --from=https://plugins.example/clock-1.2.0.zip --trust=root.crt");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningRefusedException {
    if (approver.value().isEmpty()) {
      throw CommandException.input("--approved-by is missing: say who has approved the release.");
    }
    SignedLock before = lock.read();
    Optional<Instant> start = notBefore.instant();
    Subject release = verified();
    List<LockedPlugin> plugins = new ArrayList<>(before.lock().plugins());
    plugins.removeIf(plugin -> plugin.id().equals(release.id()));
    plugins.add(entry(release, start));
    SignedLock made = SignedLock.draft(lock.replace(before, plugins));
    LockReport.tell(this, json, "added " + release.id(), lock.path(), made);
  }

  private LockedPlugin entry(Subject release, Optional<Instant> start) throws CommandException {
    String where = from.value().orElse(String.valueOf(path.get().getFileName()));
    try {
      return new LockedPlugin(
          release.id(), release.version(), release.filesDigest(), where, approver.get(), start);
    } catch (IllegalArgumentException e) {
      throw CommandException.input("No list can name that: " + e.getMessage() + ".");
    }
  }

  /** What no host would run is not asked of any. */
  private Subject verified() throws CommandException, SigningRefusedException {
    Path source = path.get();
    BundleVerifier verifier =
        new BundleVerifier(trust.load(layout.convention()), Limits.DEFAULT, terminal().clock());
    Expectation expectation =
        new Expectation(Optional.empty(), layout.layout(), layout.convention().coreSignsApps())
            .readBy(descriptor.reader(layout.layout()));
    Verdict verdict =
        Progress.during(
            terminal(),
            "checking " + source,
            () -> verifier.examine(source, expectation).verdict());
    if (!verdict.isVerified()) {
      throw new SigningRefusedException(
          source.toString(),
          verdict.findings().stream()
              .filter(Finding::isProblem)
              .map(SigningObjection::of)
              .toList());
    }
    return verdict.subject();
  }
}
