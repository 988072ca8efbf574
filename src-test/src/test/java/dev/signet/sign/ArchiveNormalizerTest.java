package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.bundle.Limits;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author's ordinary tools write is signed; what can be read in two ways is not. */
class ArchiveNormalizerTest {
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued LEAF = Certificates.leaf("alpha", CA).make();
  private static final Map<String, byte[]> FILES =
      new TreeMap<>(
          Map.of(
              "plugin.properties",
              "plugin.id=alpha\nplugin.version=1.0.0\n".getBytes(UTF_8),
              "classes/",
              new byte[0],
              "classes/a.txt",
              "a".repeat(5_000).getBytes(UTF_8),
              "classes/\u00e9.txt",
              "e".getBytes(UTF_8),
              "empty",
              new byte[0]));

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(Zip64Mode.class)
  void sign_whenToolWroteToAStream_signs(Zip64Mode mode) throws Exception {
    assertSigned(compress(mode, true, ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER));
  }

  @ParameterizedTest
  @EnumSource(Zip64Mode.class)
  void sign_whenToolWroteToAFile_signs(Zip64Mode mode) throws Exception {
    assertSigned(compress(mode, false, ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER));
  }

  @Test
  void sign_whenToolRepeatsNamesInUnicode_signs() throws Exception {
    assertSigned(
        compress(Zip64Mode.Never, false, ZipArchiveOutputStream.UnicodeExtraFieldPolicy.ALWAYS));
  }

  @Test
  void sign_whenSizesAreForcedToZip64AsInPython_signsWithEqualContent() throws Exception {
    ZipBytes archive = new ZipBytes();
    FILES.forEach((name, content) -> archive.add(name, content, ArchiveNormalizerTest::forced));
    assertSigned(archive.bytes());
  }

  @Test
  void sign_whenAnArchiveIsStrictAlready_doesNotRewriteIt() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    assertThat(signer().sign(write(bytes.toByteArray())).notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twice",
        "hidden",
        "before",
        "between",
        "behind",
        "behind padding",
        "a block of padding behind",
        "local name",
        "local size",
        "zip64 size",
        "zip64 offset",
        "second name",
        "encrypted",
        "count",
        "twice but for a dot",
        "stored with descriptor"
      })
  void sign_whenAnArchiveReadsDifferently_refusesAndLeavesIt(String how) throws Exception {
    byte[] bytes = ambiguous(how);
    Path zip = write(bytes);
    BundleSigner signer = signer();
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> signer.sign(zip))
        .satisfies(
            e ->
                assertThat(e.objections())
                    .anySatisfy(
                        objection -> {
                          assertThat(objection.code()).isEqualTo("MALFORMED_ARCHIVE");
                          assertThat(objection.remedy()).contains("zip64Mode", "Zip64Mode.Never");
                        }));
    assertThat(Files.readAllBytes(zip)).isEqualTo(bytes);
  }

  @Test
  void sign_whenBytesOfAnArchiveAreChanged_neverSignsAnotherContent() throws Exception {
    byte[] good = compress(Zip64Mode.Always, true, null);
    Random random = new Random(10);
    BundleSigner signer = signer();
    int signed = 0;
    for (int i = 0; i < 300; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      Path zip = write(changed);
      try {
        signer.sign(zip);
      } catch (SigningException refused) {
        assertThat(Files.readAllBytes(zip)).isEqualTo(changed);
        continue;
      }
      signed++;
      assertThat(verify(zip)).isEqualTo("verified");
      Map<String, byte[]> contents = contents(zip);
      assertThat(contents.remove("signature.json")).isNotNull();
      assertThat(texts(contents.values())).as("of all entries").isEqualTo(texts(FILES.values()));
      contents.keySet().retainAll(FILES.keySet());
      contents.forEach((name, content) -> assertThat(content).as(name).isEqualTo(FILES.get(name)));
    }
    assertThat(signed).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sign_whenItIsStreamedAsByBsdtar_signs(boolean wide) throws Exception {
    ZipBytes archive = new ZipBytes();
    FILES.forEach(
        (name, content) ->
            archive.add(
                name,
                content,
                entry -> {
                  entry.unixMode(name.endsWith("/") ? 040755 : 0100644);
                  entry.extra(unixTimes(false)).localExtra(unixTimes(true));
                  return name.endsWith("/")
                      ? entry
                      : entry.deflate().withDescriptor().descriptor(sizesAfter(content, wide));
                }));
    assertSigned(archive.bytes());
  }

  @Test
  void sign_whenNamesBeginWithADotAsByBsdtar_signsThemWithout() throws Exception {
    ZipBytes archive = new ZipBytes();
    archive.add("./", new byte[0], ZipBytes.Entry::withDescriptor);
    FILES.forEach(
        (name, content) -> archive.add("./" + name, content, ArchiveNormalizerTest::forced));
    assertSigned(archive.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"././a", "./../a", ".//a", "a/./b", "./"})
  void sign_whenANameIsNoneStill_refusesIt(String name) throws Exception {
    Path zip = write(new ZipBytes().add(name, new byte[1], ZipBytes.Entry::withZip64Sizes).bytes());
    BundleSigner signer = signer();
    assertThatExceptionOfType(SigningRefusedException.class).isThrownBy(() -> signer.sign(zip));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 10_239})
  void sign_whenItIsFilledUpToABlockAsByBsdtar_signs(int zeros) throws Exception {
    ZipBytes archive = new ZipBytes();
    FILES.forEach((name, content) -> archive.add(name, content, entry -> entry));
    assertSigned(archive.suffix(new byte[zeros]).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bsdtar --format zip -cf - .",
        "bsdtar --format zip -cf - plugin.properties classes empty",
        "zip -qr - .",
        "zip -q -r -fd - .",
        "zip -qrX -fz - .",
        "zip -qr0 - ."
      })
  void sign_whenAToolOfThisMachineMadeIt_signs(String call) throws Exception {
    List<String> words = List.of(call.split(" "));
    assumeTrue(
        isThere(words.get(0)), words.get(0) + " is not installed; its archives are not tested");
    Path tree = temp.resolve("tree");
    Trees.folder(tree, FILES);
    Path made = temp.resolve("by-tool.zip");
    ProcessBuilder tool =
        new ProcessBuilder(words).directory(tree.toFile()).redirectOutput(made.toFile());
    tool.environment().put("LC_ALL", "C.UTF-8");
    assertThat(tool.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
    Path zip = write(Files.readAllBytes(made));

    signer().sign(zip);

    assertThat(verify(zip)).isEqualTo("verified");
    Map<String, byte[]> contents = contents(zip);
    FILES.forEach(
        (name, content) -> {
          if (!name.endsWith("/")) {
            assertThat(contents.get(name)).as(name).isEqualTo(content);
          }
        });
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static List<String> texts(Collection<byte[]> contents) {
    return contents.stream().map(bytes -> new String(bytes, UTF_8)).sorted().toList();
  }

  /** Extra fields "UT" (5455, times) and "ux" (7875, owner) of Info-ZIP. */
  private static byte[] unixTimes(boolean local) {
    int times = local ? 8 : 4;
    ByteBuffer field = ByteBuffer.allocate(4 + 1 + times + 4 + 11).order(ByteOrder.LITTLE_ENDIAN);
    field.putShort((short) 0x5455).putShort((short) (1 + times)).put((byte) (local ? 3 : 1));
    field.putInt(1_700_000_000);
    if (local) {
      field.putInt(1_700_000_001);
    }
    field.putShort((short) 0x7875).putShort((short) 11).put((byte) 1);
    return field.put((byte) 4).putInt(1000).put((byte) 4).putInt(1000).array();
  }

  /** What follows the data, with sizes of four or of eight bytes, and no zip64 field anywhere. */
  private static byte[] sizesAfter(byte[] content, boolean wide) {
    CRC32 sum = new CRC32();
    sum.update(content);
    ByteBuffer after = ByteBuffer.allocate(wide ? 24 : 16).order(ByteOrder.LITTLE_ENDIAN);
    after.putInt(0x08074b50).putInt((int) sum.getValue());
    for (int size : new int[] {ZipBytes.deflated(content).length, content.length}) {
      if (wide) {
        after.putLong(size);
      } else {
        after.putInt(size);
      }
    }
    return after.array();
  }

  private void assertSigned(byte[] archive) throws Exception {
    Path zip = write(archive);
    String before = verify(zip);
    SignedBundle signed = signer().sign(zip);
    assertThat(verify(zip)).isEqualTo("verified");
    Map<String, byte[]> contents = contents(zip);
    assertThat(contents.remove("signature.json")).isNotNull();
    assertThat(contents.keySet()).isEqualTo(FILES.keySet());
    contents.forEach((name, content) -> assertThat(content).isEqualTo(FILES.get(name)));
    boolean refusedBefore = before.equals("invalid");
    assertThat(signed.notices()).hasSize(refusedBefore ? 1 : 0);
    if (refusedBefore) {
      assertThat(signed.notices().get(0)).contains("written anew");
    }
  }

  private static String verify(Path zip) throws Exception {
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(CA.certificate(), AnchorProfile.STANDARD))
            .build();
    return new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC())
        .verify(zip, Expectation.PLUGIN)
        .word();
  }

  private static BundleSigner signer() throws SigningException {
    return BundleSigner.builder(
            SigningIdentity.of(
                LEAF.keys().getPrivate(), LEAF.certificate(), List.of(CA.certificate())))
        .build();
  }

  private Path write(byte[] archive) throws IOException {
    return Files.write(temp.resolve("alpha.zip"), archive);
  }

  private static Map<String, byte[]> contents(Path zip) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().map(e -> (ZipEntry) e).toList()) {
        contents.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    }
    return contents;
  }

  private byte[] compress(
      Zip64Mode mode,
      boolean stream,
      ZipArchiveOutputStream.@Nullable UnicodeExtraFieldPolicy policy)
      throws IOException {
    Path file = temp.resolve("made.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipArchiveOutputStream zip =
            stream ? new ZipArchiveOutputStream(out) : new ZipArchiveOutputStream(file.toFile())) {
      zip.setUseZip64(mode);
      if (policy != null) {
        zip.setCreateUnicodeExtraFields(policy);
      }
      for (Map.Entry<String, byte[]> each : FILES.entrySet()) {
        ZipArchiveEntry entry = new ZipArchiveEntry(each.getKey());
        zip.putArchiveEntry(entry);
        zip.write(each.getValue());
        zip.closeArchiveEntry();
      }
    }
    return Files.readAllBytes(file);
  }

  /** Marks both sizes, and gives them in the zip64 field, as force_zip64 does. */
  private static ZipBytes.Entry forced(ZipBytes.Entry entry) {
    return entry.withZip64Sizes();
  }

  private static byte[] ambiguous(String how) {
    ZipBytes zip = new ZipBytes().file("plugin.properties", "plugin.id=alpha\nplugin.version=1\n");
    byte[] data = "data".getBytes(UTF_8);
    byte[] tail = "tail".getBytes(UTF_8);
    // Makes the strict reader refuse, so that it is tried to write the archive anew.
    zip.add("forced", data, ArchiveNormalizerTest::forced);
    return switch (how) {
      case "twice" -> zip.file("a", "1").file("a", "2").bytes();
      case "hidden" -> zip.add("a", data, ZipBytes.Entry::onlyLocal).file("b", "2").bytes();
      case "before" -> zip.prefix(tail).bytes();
      case "between" -> zip.add("a", data, entry -> entry.descriptor(tail)).file("b", "2").bytes();
      case "behind" -> zip.suffix(tail).bytes();
      case "behind padding" -> zip.suffix("\0\0\0\0\1".getBytes(UTF_8)).bytes();
      case "a block of padding behind" -> zip.suffix(new byte[10_240]).bytes();
      case "local name" -> zip.add("a", data, entry -> entry.localName("b")).bytes();
      case "local size" -> zip.add("a", data, entry -> entry.localSize(3)).bytes();
      case "zip64 size" ->
          zip.add("a", data, entry -> entry.extra(zip64(data.length, data.length + 1))).bytes();
      case "zip64 offset" -> zip.add("a", data, entry -> entry.extra(zip64(4, 4, 7))).bytes();
      case "second name" -> zip.add("a", data, entry -> entry.extra(secondName("b"))).bytes();
      case "twice but for a dot" -> zip.file("a", "1").file("./a", "2").bytes();
      case "encrypted" -> zip.add("a", data, entry -> entry.flags(1)).bytes();
      case "count" -> zip.extraCount(1).bytes();
      case "stored with descriptor" -> zip.add("a", data, ZipBytes.Entry::withDescriptor).bytes();
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static byte[] zip64(long... values) {
    ByteBuffer field = ByteBuffer.allocate(4 + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    field.putShort((short) 1).putShort((short) (8 * values.length));
    for (long value : values) {
      field.putLong(value);
    }
    return field.array();
  }

  private static byte[] secondName(String name) {
    UnicodePathExtraField field = new UnicodePathExtraField(name, "a".getBytes(UTF_8));
    byte[] data = field.getLocalFileDataData();
    return ByteBuffer.allocate(4 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0x7075)
        .putShort((short) data.length)
        .put(data)
        .array();
  }
}
