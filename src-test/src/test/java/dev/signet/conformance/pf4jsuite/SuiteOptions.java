package dev.signet.conformance.pf4jsuite;

import dev.signet.pf4j.AdmissionOptions;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.TrustStore;
import java.util.ArrayList;
import java.util.List;

/** PF4J's tests make unsigned plugins: these are verified, reported, sealed and admitted. */
public final class SuiteOptions {
  private static final TrustStore TRUST =
      PluginAuthor.trusting(PluginAuthor.authority("Nobody In Particular"));
  private static final List<PluginAdmission> OPENED = new ArrayList<>();

  private SuiteOptions() {}

  static <B extends AdmissionOptions<B>> B apply(B options) {
    return options
        .trust(TRUST)
        .require(SignatureRequirement.FEATURED)
        .channel(new ReleaseChannel("git"));
  }

  static PluginAdmission opened(PluginAdmission admission) {
    OPENED.add(admission);
    return admission;
  }

  /**
   * Closes every manager that PF4J's tests have left open.
   *
   * @return how many were made
   */
  public static int closeAll() {
    int closed = 0;
    for (PluginAdmission admission : OPENED) {
      try {
        admission.close();
      } catch (NullPointerException listenerOfAFinishedTest) {
        // Its test has let go of what it writes to; the manager is closed all the same.
      }
      closed++;
    }
    return closed;
  }
}
