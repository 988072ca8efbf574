package dev.signet.trust.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProviderException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrustUpdatesTest {
  private final CertificateAuthority authority = PluginAuthor.authority("Test Root");
  private final CrlCache copies = mock(CrlCache.class);
  @TempDir private Path folder;

  static Stream<Throwable> failures() {
    return Stream.of(
        new StackOverflowError(),
        new ProviderException("no such curve"),
        new NoClassDefFoundError("a/B"),
        new IllegalStateException());
  }

  @BeforeEach
  void writeAnchor() throws Exception {
    Files.writeString(folder.resolve("root.crt"), PemFiles.text(authority.certificate()));
    doReturn(Optional.empty()).when(copies).authorityOf("");
    doReturn(Map.of()).when(copies).damages();
  }

  /** It runs in the background: what it threw would end all later looks, and nobody would know. */
  @ParameterizedTest
  @MethodSource("failures")
  void look_whenListsCannotBeWeighed_keepsWhatCountedAndSaysSo(Throwable failure) throws Exception {
    doReturn(Map.of()).when(copies).lists();
    TrustUpdates updates = updates();
    TrustStore before = updates.store();

    doThrow(failure).when(copies).lists();
    boolean looked = updates.look(true);

    assertThat(looked).isFalse();
    assertThat(updates.store()).isSameAs(before);
    TrustStatus.Source source = updates.status().sources().get(0);
    assertThat(source.isInOrder()).isFalse();
    assertThat(source.lastFailure().orElseThrow().cause())
        .startsWith(folder.toString())
        .contains("cannot be weighed", "fetch the lists again");
  }

  @Test
  void look_whenListsCanBeWeighedAgain_isInOrder() throws Exception {
    doReturn(Map.of()).when(copies).lists();
    TrustUpdates updates = updates();
    doThrow(new StackOverflowError()).when(copies).lists();
    updates.look(true);

    doReturn(Map.of()).when(copies).lists();

    assertThat(updates.look(true)).isTrue();
    assertThat(updates.status().sources()).allMatch(TrustStatus.Source::isInOrder);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void start_whenListsCannotBeWeighed_isRefused(Throwable failure) {
    doThrow(failure).when(copies).lists();
    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(this::updates)
        .withMessageContaining(folder.toString());
  }

  private TrustUpdates updates() throws TrustStoreException {
    return new TrustUpdates(
        new WatchedFolder(folder, builder -> {}), List.of(), copies, Clock.systemUTC());
  }
}
