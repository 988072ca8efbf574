package dev.signet.maven;

import dev.signet.bundle.Limits;
import dev.signet.policy.Decision;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.CheckReport;
import dev.signet.report.CheckedBundle;
import dev.signet.report.TextStyle;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Printable;
import dev.signet.verify.BundleVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks bundles as a host would, by default the project's main artifact, prints what was found and
 * what to do about it, and fails the build when a host on stable would refuse one.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends BundleMojo {
  private static final String REFUSAL = "refusal";
  private static final String NOTICE = "notice";
  private static final String NEVER = "never";

  /** Another release channel to tell the decision for. */
  @Parameter(property = "signet.channel", defaultValue = "stable")
  private String channel = "stable";

  /**
   * What fails the build: <code>refusal</code> of a host on stable (with <code>core</code> any
   * problem), <code>notice</code> as well, or <code>never</code> anything.
   */
  @Parameter(property = "signet.failOn", defaultValue = REFUSAL)
  private String failOn = REFUSAL;

  @Override
  void run(List<Path> sources) throws MojoExecutionException, MojoFailureException {
    if (!List.of(REFUSAL, NOTICE, NEVER).contains(failOn)) {
      throw noneOf("failOn", failOn, List.of(REFUSAL, NOTICE, NEVER));
    }
    BundleVerifier verifier = new BundleVerifier(trusted(), Limits.DEFAULT, Clock.systemUTC());
    CheckReport report = report();
    List<String> failures = new ArrayList<>();
    boolean found = false;
    for (Path source : sources) {
      CheckedBundle bundle =
          new CheckedBundle(source, verifier.examine(source, expectation(source)).verdict());
      Decision decision = report.onStable(bundle.verdict());
      boolean fails = fails(decision);
      // What breaks the build is to be read also where only errors are shown.
      report.lines(bundle).forEach(fails ? getLog()::error : getLog()::info);
      if (fails) {
        found |= !bundle.isUnjudged();
        failures.add(source + ": " + decision.advice(Audience.AUTHOR));
      }
    }
    if (!failures.isEmpty()) {
      String text = String.join("\n", failures.stream().map(Printable::of).toList());
      if (!found) {
        throw new MojoExecutionException(text);
      }
      throw new MojoFailureException(text);
    }
  }

  private CheckReport report() {
    CheckReport report =
        new CheckReport(
            new TextStyle(false),
            EnforcementRules.of(new ReleaseChannel(channel)),
            EnumSet.of(Audience.AUTHOR));
    return isCore() ? report.ofCore() : report;
  }

  /** A host's own folder is refused nowhere, and fails the build all the same. */
  private boolean fails(Decision decision) {
    if (!decision.verdict().isVerified()) {
      return !failOn.equals(NEVER);
    }
    return decision.action() != Decision.Action.ADMIT && failOn.equals(NOTICE);
  }

  private TrustStore trusted() throws MojoExecutionException {
    return trustStore()
        .orElseThrow(
            () ->
                input(
                    "<trust> is missing: name the certificate of the authority you trust, or a"
                        + " host's trust folder."));
  }
}
