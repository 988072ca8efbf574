package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.Limits;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verify.BundleVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults in the host's own state: the group "State", as far as sealing goes. */
class StateAttackTest {
  private static final int KILLS = Thorough.times(12, 3);

  @TempDir Path temp;

  /** Seals one plugin over and over until it is killed. */
  static final class Sealer {
    private Sealer() {}

    public static void main(String[] args) throws TrustStoreException, IOException {
      Path anchor = Path.of(args[0]);
      Path plugin = Path.of(args[1]);
      TrustStore trust = TrustStore.builder().anchors(anchor, AnchorProfile.STANDARD).build();
      try (SealedStore store = SealedStore.open(Path.of(args[2]), List.of())) {
        System.out.write('!');
        System.out.flush();
        while (true) {
          Admission.Result result = admission(trust, store).admit(plugin, Optional.empty());
          if (!result.decision().isAdmitted()) {
            throw new IllegalStateException(result.decision().explanation());
          }
          store.sweep(Set.of());
        }
      }
    }
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void start_whenTheLastOneWasKilledWhileSealing_sealsExactlyTheSignedBytes() throws Exception {
    CertificateAuthority authority = PluginAuthor.authority("Test Root");
    Path anchor = temp.resolve("root.crt");
    Files.writeString(anchor, PemFiles.text(authority.certificate()));
    Path plugin = Trees.folder(temp.resolve("plugin"), signed(authority));
    Path state = temp.resolve("state");
    TrustStore trust = TrustStore.builder().anchors(anchor, AnchorProfile.STANDARD).build();
    Random random = new Random(42);
    for (int kill = 0; kill < KILLS; kill++) {
      killSealer(random.nextInt(120), anchor, plugin, state);
      try (SealedStore store = SealedStore.open(state, List.of())) {
        Path sealed =
            admission(trust, store)
                .admit(plugin, Optional.empty())
                .<Optional<Path>>fold(
                    bundle -> Optional.of(bundle.path()), refused -> Optional.empty())
                .orElseThrow();
        assertThat(tree(sealed)).isEqualTo(tree(plugin));
        store.sweep(Set.of(sealed));
        assertThat(state.resolve("staging")).isEmptyDirectory();
        try (Stream<Path> copies = Files.list(state.resolve("sealed"))) {
          assertThat(copies).containsExactly(sealed);
        }
      }
    }
    try (SealedStore store = SealedStore.open(state, List.of())) {
      store.sweep(Set.of());
    }
  }

  private static void killSealer(long millis, Path... arguments) throws Exception {
    Process sealer = Jvm.of(Sealer.class).start((Object[]) arguments);
    try (InputStream out = sealer.getInputStream()) {
      assertThat(out.read()).as("the sealer's sign of life").isEqualTo('!');
      assertThat(sealer.waitFor(millis, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
    } finally {
      sealer.destroyForcibly().waitFor();
    }
  }

  private static Admission admission(TrustStore trust, SealedStore store) {
    return new Admission(
        new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC()),
        SignaturePolicy.require(SignatureRequirement.ALL).build(),
        store,
        SigningLedger.inMemory());
  }

  private static Map<String, byte[]> signed(CertificateAuthority authority) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("plugin", "1.0.0"));
    for (int i = 0; i < 40; i++) {
      files.put("data/file" + i, new byte[10_000 + i]);
    }
    return PluginAuthor.of("plugin", authority).signed(files, "signature.json");
  }

  private static Map<String, Integer> tree(Path root) throws IOException {
    Map<String, Integer> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        tree.put(root.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return tree;
  }
}
