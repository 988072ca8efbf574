package dev.signet.attack.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verify.BundleVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes good bundles at random, of every shape and both formats. Whatever is admitted afterwards
 * has the same files with the same bytes, to a second verifier and to a class loader.
 */
@Tag("random")
class MutationTest {
  private static final int MUTATIONS = Thorough.attacks(1_000_000, 20_000, 20_000);

  /** A source that is changed all the time is at one place, and its copies are kept for a while. */
  private static final int KEPT = 200;

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  private SealedStore store = SealedStore.temporary();

  @BeforeEach
  void openStore() {
    store.close();
    store = SealedStore.open(temp.resolve("state"), List.of());
  }

  @AfterEach
  void closeStore() {
    store.sweep(Set.of());
    store.close();
  }

  @Test
  void bundles_whenChangedAtRandom_areRefusedOrTheSameToVerifierAndClassLoader() throws Exception {
    Admission admission =
        new Admission(
            new BundleVerifier(Specimen.trust(), Limits.DEFAULT, Clock.systemUTC())
                .with(ReadingThreads.of(1)),
            SignaturePolicy.require(SignatureRequirement.ALL).build(),
            store,
            SigningLedger.inMemory());
    List<Specimen> specimens = Specimen.all();
    List<Proof> proofs = new ArrayList<>();
    for (Specimen good : specimens) {
      proofs.add(Proof.of(good, temp.resolve("good")));
    }
    Map<String, Integer> admitted = new TreeMap<>();
    long first = Thorough.firstAttack();
    for (long number = first; number < first + MUTATIONS; number++) {
      int which = (int) (number % specimens.size());
      Mutation mutation = new Mutation(specimens.get(which), number);
      Path root = temp.resolve("plugins");
      Admission.Result result = admission.admit(mutation.write(root), Optional.empty());
      String name = "mutation " + number + ", " + mutation;
      Optional<SealedBundle> bundle = result.admitted();
      if (bundle.isPresent()) {
        proofs.get(which).require(bundle.get().path(), name);
        admitted.merge(specimens.get(which).toString(), 1, Integer::sum);
      } else {
        assertThat(result.decision().findings()).as(name).anyMatch(Finding::isProblem);
        assertThat(result.decision().findings())
            .as(name)
            .noneMatch(finding -> finding.reason() == Reason.STATE_UNAVAILABLE)
            .noneMatch(finding -> finding.detail().contains("could not be judged"));
      }
      Trees.delete(root);
      if (number % KEPT == 0) {
        store.sweep(Set.of());
      }
    }
    assertThat(admitted).hasSize(2 * Specimen.Shape.values().length);
    assertThat(admitted.values().stream().mapToInt(Integer::intValue).sum())
        .isBetween(MUTATIONS / 50, MUTATIONS / 2);
  }
}
