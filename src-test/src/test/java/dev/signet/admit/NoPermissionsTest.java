package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.signet.bundle.Limits;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PlainFileSystem;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.verify.BundleVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A state directory where files have neither owners nor permissions nor change times, as for a Java
 * program on Windows.
 */
class NoPermissionsTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);

  @TempDir private Path temp;
  private Path state = Path.of("");
  private Path source = Path.of("");

  @BeforeEach
  void setUp() {
    state = PlainFileSystem.of(temp).resolve("state");
    source =
        Trees.folder(
            temp.resolve("clock"),
            CLOCK.signed(
                Map.of("plugin.properties", Trees.properties("clock", "1.0.0")), "signature.json"));
  }

  @Test
  void start_whenNothingCanBeChecked_saysSoEachTime() {
    for (int start = 0; start < 2; start++) {
      try (LoggedEvents log = new LoggedEvents(StateDirectory.class, Level.WARN)) {
        SealedStore.open(state, List.of()).close();

        assertThat(log.messages())
            .singleElement()
            .asString()
            .contains(
                state.toString(), "without POSIX permissions", "Windows", "only this host's user");
      }
    }
  }

  @Test
  void bundle_whenFoldersCannotBeReadOnly_isSealedAndJudgedAnewAtEachStart() throws IOException {
    for (int start = 0; start < 2; start++) {
      try (SealedStore store = SealedStore.open(state, List.of())) {
        Path sealed = admitted(store).orElseThrow().path();

        assertThat(sealed.getFileSystem()).isEqualTo(state.getFileSystem());
        assertThat(sealed.resolve("plugin.properties"))
            .hasBinaryContent(Files.readAllBytes(source.resolve("plugin.properties")));
        store.sweep(Set.of(sealed));
      }
    }
    Files.writeString(source.resolve("plugin.properties"), "changed");
    try (SealedStore store = SealedStore.open(state, List.of())) {
      assertThat(admitted(store)).isEmpty();
      store.sweep(Set.of());
      assertThat(store.sealedCopies()).isEmpty();
    }
  }

  private Optional<SealedBundle> admitted(SealedStore store) {
    BundleVerifier verifier =
        new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC());
    return new Admission(
            verifier,
            SignaturePolicy.require(SignatureRequirement.ALL)
                .channel(ReleaseChannel.STABLE)
                .build(),
            store,
            SigningLedger.inMemory())
        .admit(source, Optional.empty())
        .<Optional<SealedBundle>>fold(Optional::of, refused -> Optional.empty());
  }
}
