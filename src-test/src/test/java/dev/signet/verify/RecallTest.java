package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import dev.signet.bundle.Limits;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that was made earlier, judged again. */
class RecallTest {
  private static final int HUGE = 256 << 20;

  @TempDir private Path temp;

  @Test
  void recall_whenTheSignatureIsNowHuge_takesNoMemoryForIt() throws Exception {
    try (TestHost host = new TestHost(temp);
        Staging staging = Staging.temporary()) {
      Path plugin = host.signed("demo", "1.0.0").folder(host.plugins());
      TrustStore trust = host.trust();
      Limits limits = Limits.builder().signatureFileBytes(100_000).build();
      BundleVerifier verifier = new BundleVerifier(trust, limits, Clock.systemUTC());
      StagedBundle staged = verifier.stage(plugin, Expectation.PLUGIN, staging);
      KnownContents known = new KnownContents(staged.files(), staged.executables());
      Tampering.enlarge(staged.content().resolve("signature.json"), HUGE);

      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThatIOException()
          .isThrownBy(
              () -> verifier.recall(staged.content(), staged.kind(), known, Expectation.PLUGIN))
          .withMessageContaining("signature.json");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(HUGE / 8);
    }
  }
}
