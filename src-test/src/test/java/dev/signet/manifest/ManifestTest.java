package dev.signet.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.bundle.EntryPath;
import java.security.MessageDigest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Digest ZERO = Digest.of(new byte[64]);

  @Test
  void canonicalBytes_whenNamesNeedIt_areInByteOrder() {
    Manifest manifest =
        Manifest.of(
            Map.of(
                new EntryPath("b"), ZERO,
                new EntryPath("a/é"), ZERO,
                new EntryPath("\uD83D\uDE00"), ZERO,
                new EntryPath("\uFB03"), ZERO));

    assertThat(new String(manifest.canonicalBytes(), UTF_8))
        .isEqualTo(
            "{'a/é':'0','b':'0','\uFB03':'0','\uD83D\uDE00':'0'}"
                .replace('\'', '"')
                .replace("\"0\"", "\"" + ZERO.hex() + "\""));
  }

  @Test
  void digest_whenComputed_isSha512OfTheCanonicalBytes() throws Exception {
    Manifest manifest = Manifest.of(Map.of(new EntryPath("a"), ZERO));

    assertThat(manifest.digest())
        .isEqualTo(
            Digest.of(MessageDigest.getInstance("SHA-512").digest(manifest.canonicalBytes())));
    assertThat(manifest.digest()).isNotEqualTo(Manifest.of(Map.of()).digest());
  }

  @Test
  void files_whenChangedFromOutside_areNot() {
    Manifest manifest = Manifest.of(Map.of(new EntryPath("a"), ZERO));

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> manifest.files().clear());
  }
}
