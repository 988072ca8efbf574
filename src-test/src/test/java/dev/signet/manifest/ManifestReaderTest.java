package dev.signet.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
  @TempDir private Path temp;
  private Path scratch;

  @BeforeEach
  void makeScratch() throws IOException {
    scratch = Files.createDirectory(temp.resolve("scratch"));
  }

  @Test
  void reading_whenFolderAndArchiveHoldTheSame_givesTheSameManifest() {
    Map<String, byte[]> files = Trees.files("a.txt", "a", "lib/b.txt", "b", "empty", "");
    Trees.folder(temp.resolve("p"), files);
    Trees.archive(temp.resolve("p.zip"), files);

    ManifestReading folder = read("p", Layout.PLUGIN, CopyTarget.NONE);
    ManifestReading archive = read("p.zip", Layout.PLUGIN, CopyTarget.NONE);

    assertThat(folder.findings()).isEmpty();
    assertThat(folder.files()).isEqualTo(archive.files());
    assertThat(folder.files().files())
        .containsEntry(new EntryPath("lib/b.txt"), sha512("b"))
        .containsEntry(new EntryPath("empty"), sha512(""))
        .hasSize(3);
  }

  @Test
  void reading_whenSignatureFileIsActive_holdsItApart() {
    Trees.folder(
        temp.resolve("p"),
        Trees.files("signature.json", "{}", "sub/signature.json", "other", "a", "a"));

    ManifestReading reading = read("p", Layout.PLUGIN, CopyTarget.NONE);

    assertThat(reading.signatureFile().map(bytes -> new String(bytes, UTF_8))).contains("{}");
    assertThat(reading.files().files()).doesNotContainKey(new EntryPath("signature.json"));
    assertThat(reading.files().files()).containsKey(new EntryPath("sub/signature.json"));
    assertThat(reading.captured()).isEmpty();
  }

  @Test
  void reading_whenFileIsLargerThanTheBuffer_hashesAndCopiesAllOfIt() {
    byte[] large = new byte[(64 << 10) * 3 + 17];
    large[large.length - 1] = 7;
    Trees.folder(temp.resolve("p"), Map.of("large", large, "small", new byte[] {1}));
    Map<String, ByteArrayOutputStream> copies = new HashMap<>();

    ManifestReading reading =
        read(
            "p",
            Layout.PLUGIN,
            entry ->
                Optional.of(
                    copies.computeIfAbsent(
                        entry.path().value(), path -> new ByteArrayOutputStream())));

    assertThat(copies).hasSize(2);
    assertThat(copies.get("large")).extracting(out -> out.toByteArray()).isEqualTo(large);
    assertThat(copies.get("small")).extracting(out -> out.toByteArray()).isEqualTo(new byte[] {1});
    assertThat(reading.files().files().get(new EntryPath("large"))).isEqualTo(sha512(large));
  }

  @Test
  void reading_whenFileIsCaptured_givesFreshCopiesOfItsBytes() {
    Trees.folder(temp.resolve("p"), Trees.files("plugin.properties", "x", "a", "a"));

    ManifestReading reading = read("p", Layout.PLUGIN, CopyTarget.NONE);
    EntryPath path = new EntryPath("plugin.properties");
    reading.captured().values().forEach(bytes -> bytes[0] = 'y');

    assertThat(reading.captured()).containsOnlyKeys(path);
    assertThat(reading.captured()).containsEntry(path, new byte[] {'x'});
    assertThat(reading.files().files()).containsEntry(path, sha512("x"));
  }

  @Test
  void reading_whenCapturedFileIsTooLarge_isAFinding() {
    Trees.folder(
        temp.resolve("p"),
        Map.of("plugin.properties", new byte[ManifestReader.CAPTURE_BYTES + 1], "a", new byte[0]));

    ManifestReading reading = read("p", Layout.PLUGIN, CopyTarget.NONE);

    assertThat(reading.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.LIMIT_EXCEEDED);
    assertThat(reading.files().files()).containsOnlyKeys(new EntryPath("a"));
  }

  @Test
  void reading_whenSignatureFileIsTooLarge_isAFinding() {
    Trees.folder(temp.resolve("p"), Map.of("signature.json", new byte[101]));
    Limits limits = Limits.builder().signatureFileBytes(100).build();

    try (Bundle bundle = BundleOpener.open(temp.resolve("p"), limits, scratch)) {
      ManifestReading reading =
          new ManifestReader(Layout.PLUGIN, limits).read(bundle, CopyTarget.NONE, path -> false);

      assertThat(reading.signatureFile()).isEmpty();
      assertThat(reading.findings())
          .extracting(Finding::reason, Finding::path)
          .containsExactly(tuple(Reason.LIMIT_EXCEEDED, "signature.json"));
    }
  }

  @Test
  void reading_whenFileVanishesAfterListing_isAsIfItHadNotBeenThere() throws Exception {
    Path folder = Trees.folder(temp.resolve("p"), Trees.files("a", "a", "b", "b", "c", "c"));

    try (Bundle bundle = BundleOpener.open(folder, Limits.DEFAULT, scratch)) {
      Files.delete(folder.resolve("b"));
      ManifestReading reading =
          new ManifestReader(Layout.PLUGIN, Limits.DEFAULT)
              .read(bundle, CopyTarget.NONE, path -> false);

      assertThat(reading.findings()).isEmpty();
      assertThat(reading.isComplete()).isTrue();
      assertThat(reading.files().files()).containsOnlyKeys(new EntryPath("a"), new EntryPath("c"));
    }
  }

  @Test
  void reading_whenCopyCannotBeWritten_stopsWithOneFinding() {
    Trees.folder(temp.resolve("p"), Trees.files("a", "a", "b", "b"));
    CopyTarget full =
        entry ->
            Optional.of(
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                  }
                });

    ManifestReading reading = read("p", Layout.PLUGIN, full);

    assertThat(reading.isComplete()).isFalse();
    assertThat(reading.findings())
        .extracting(Finding::reason, Finding::path)
        .containsExactly(tuple(Reason.STATE_UNAVAILABLE, "a"));
    assertThat(reading.findings().get(0).detail()).contains("No space left on device");
  }

  @Test
  void reading_whenCopyCannotBeOpenedOrClosed_stopsWithOneFinding() {
    Trees.folder(temp.resolve("p"), Trees.files("a", "", "b", "b"));
    CopyTarget closed =
        entry ->
            Optional.of(
                new ByteArrayOutputStream() {
                  @Override
                  public void close() throws IOException {
                    throw new IOException("quota");
                  }
                });
    CopyTarget unopened =
        entry -> {
          throw new IOException("quota");
        };

    for (CopyTarget target : new CopyTarget[] {closed, unopened}) {
      assertThat(read("p", Layout.PLUGIN, target).findings())
          .extracting(Finding::reason, Finding::path)
          .containsExactly(tuple(Reason.STATE_UNAVAILABLE, "a"));
    }
  }

  @Test
  void reading_whenEveryStreamIsDone_hasClosedEachOnce() {
    Trees.folder(temp.resolve("p"), Trees.files("a", "a", "b", "b"));
    Map<BundleEntry, Integer> closed = new LinkedHashMap<>();

    read(
        "p",
        Layout.PLUGIN,
        entry ->
            Optional.of(
                new ByteArrayOutputStream() {
                  @Override
                  public void close() {
                    closed.merge(entry, 1, Integer::sum);
                  }
                }));

    assertThat(closed.values()).containsExactly(1, 1);
  }

  @Test
  void reading_whenLayoutHashesAPrefix_hashesOnlyThat() {
    String marker = "#### DO NOT CHANGE ANYTHING ABOVE THIS LINE ####";
    Trees.folder(
        temp.resolve("core"),
        Trees.files(
            ".htaccess",
            "rules\n" + marker + "\nown\n",
            "config/x",
            "x",
            "core/signature.json",
            "{}"));

    ManifestReading reading = read("core", Layout.NEXTCLOUD_CORE, CopyTarget.NONE);

    assertThat(reading.files().files())
        .containsOnly(Map.entry(new EntryPath(".htaccess"), sha512("rules\n")));
    assertThat(reading.signatureFile()).isPresent();
  }

  private ManifestReading read(String name, Layout layout, CopyTarget target) {
    try (Bundle bundle = BundleOpener.open(temp.resolve(name), layout, Limits.DEFAULT, scratch)) {
      assertThat(bundle.findings()).isEmpty();
      return new ManifestReader(layout, Limits.DEFAULT)
          .read(bundle, target, path -> path.value().equals("plugin.properties"));
    }
  }

  private static Digest sha512(String text) {
    return sha512(text.getBytes(UTF_8));
  }

  private static Digest sha512(byte[] bytes) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
