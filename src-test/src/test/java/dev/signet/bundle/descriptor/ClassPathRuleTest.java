package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.EntryPath;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPathRuleTest {
  private static final EntryPath NESTED = new EntryPath("lib/ext/a.jar");
  private static final EntryPath SINGLE = new EntryPath("a.jar");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String INDEX = "META-INF/INDEX.LIST";

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b.jar",
        "b.jar c-1.0+2_x.JAR",
        "../b.jar",
        "../../classes/",
        "../../lib/../b.jar",
        "x/./y//b.jar",
        ".",
        "..",
        "",
        "  ",
      })
  void check_whenAllNamesStayInTheBundle_findsNothing(String classPath) {
    assertThat(check(classPath, NESTED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../b.jar",
        "x/../../../../b.jar",
        "../../..",
        "/b.jar",
        "//host/b.jar",
        "file:b.jar",
        "file:/tmp/b.jar",
        "FILE:///tmp/b.jar",
        "http://127.0.0.1/b.jar",
        "https://127.0.0.1/b.jar",
        "jar:file:/tmp/b.jar!/",
        "C:/b.jar",
        "..\\..\\..\\b.jar",
        "%2e%2e/%2e%2e/%2e%2e/b.jar",
        "..%2f..%2f..%2fb.jar",
        "b.jar?x",
        "b.jar#x",
        "b%20c.jar",
        "good.jar ../../../b.jar",
        "data.bin",
        "conf",
      })
  void check_whenANameLeavesTheBundleOrMight_findsIt(String classPath) {
    assertThat(check(classPath, NESTED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.CLASS_PATH_ESCAPE);
              assertThat(finding.isProblem()).isTrue();
              assertThat(finding.path()).isEqualTo("lib/ext/a.jar");
            });
  }

  @Test
  void check_whenTheJarIsAloneInItsFolder_findsWhatLeavesThatFolder() {
    assertThat(check("b.jar x/c.jar", SINGLE)).isEmpty();
    assertThat(check("../b.jar", SINGLE)).hasSize(1);
    assertThat(check("x/../../b.jar ../c.jar", SINGLE)).hasSize(2);
  }

  @Test
  void check_whenValueIsFoldedOverLines_readsAllOfIt() {
    String name = "x".repeat(100) + "/../../../../b.jar";
    assertThat(check(name, NESTED)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"meta-inf/manifest.mf", "Meta-Inf/MANIFEST.MF"})
  void check_whenManifestIsInAnotherCase_readsItAsTheJdkDoes(String name) {
    Path jar = jar(Map.of(name, Trees.manifest("Class-Path", "/b.jar")));
    assertThat(ClassPathRule.check(jar, SINGLE)).hasSize(1);
  }

  @Test
  void check_whenAttributeIsInAnotherCase_readsItAsTheJdkDoes() {
    byte[] manifest = "Manifest-Version: 1.0\r\ncLASS-pATH: /b.jar\r\n\r\n".getBytes(UTF_8);
    assertThat(ClassPathRule.check(jar(Map.of(MANIFEST, manifest)), SINGLE)).hasSize(1);
  }

  @Test
  void check_whenAttributeIsInASection_ignoresItAsTheJdkDoes() {
    byte[] manifest = "Manifest-Version: 1.0\n\nName: x\nClass-Path: /b.jar\n".getBytes(UTF_8);
    assertThat(ClassPathRule.check(jar(Map.of(MANIFEST, manifest)), SINGLE)).isEmpty();
  }

  @Test
  void check_whenThereAreSeveralManifests_refusesTheJar() {
    Path jar = jar(Map.of(MANIFEST, Trees.manifest(), "meta-inf/manifest.mf", Trees.manifest()));
    Path twins =
        Trees.write(
            temp.resolve("twins.jar"),
            new ZipBytes()
                .file(MANIFEST, Trees.manifest())
                .file(MANIFEST, Trees.manifest("Class-Path", "/b.jar"))
                .bytes());

    assertThat(ClassPathRule.check(jar, SINGLE))
        .extracting(Finding::reason)
        .containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(ClassPathRule.check(twins, SINGLE))
        .extracting(Finding::reason)
        .containsExactly(Reason.MALFORMED_ARCHIVE);
  }

  @Test
  void check_whenManifestCannotBeRead_refusesTheJar() {
    Path broken = jar(Map.of(MANIFEST, "no colon\n".getBytes(UTF_8)));
    Path damaged =
        Trees.write(
            temp.resolve("damaged.jar"),
            new ZipBytes().add(MANIFEST, Trees.manifest(), e -> e.method(8)).bytes());

    assertThat(ClassPathRule.check(broken, SINGLE))
        .extracting(Finding::reason)
        .containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(ClassPathRule.check(damaged, SINGLE))
        .extracting(Finding::reason)
        .containsExactly(Reason.MALFORMED_ARCHIVE);
  }

  @Test
  void check_whenIndexNamesJars_appliesTheSameRule() {
    assertThat(checkIndex("JarIndex-Version: 1.0\n\na.jar\norg/x\n\nlib/b.jar\norg/y\n")).isEmpty();
    assertThat(checkIndex("JarIndex-Version: 1.0\n\n../../../b.jar\norg/x\n")).hasSize(1);
    assertThat(checkIndex("http://127.0.0.1/b.jar\r\norg/x\r\n/tmp/b.JAR")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no archive", "PK\5\6"})
  void check_whenTheFileIsNoJar_isWorthANoticeOnly(String content) {
    Path file = Trees.write(temp.resolve("a.jar"), content.getBytes(UTF_8));

    assertThat(ClassPathRule.check(file, NESTED))
        .singleElement()
        .satisfies(finding -> assertThat(finding.isProblem()).isFalse())
        .satisfies(finding -> assertThat(finding.reason()).isEqualTo(Reason.MALFORMED_ARCHIVE));
  }

  @Test
  void check_whenBytesOfTheJarAreAny_neverThrows() {
    byte[] good =
        new ZipBytes()
            .file(MANIFEST, Trees.manifest("Class-Path", "b.jar"))
            .add("é", new byte[1], e -> e.comment("é".getBytes(UTF_8)))
            .bytes();
    Path jar = temp.resolve("a.jar");
    for (int i = 0; i < good.length; i++) {
      for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
        byte[] changed = good.clone();
        changed[i] = (byte) value;
        assertThat(ClassPathRule.check(Trees.write(jar, changed), NESTED))
            .noneMatch(finding -> finding.reason() == Reason.IO_ERROR);
      }
    }
  }

  @Test
  void check_whenTheFileIsNotThere_isAFinding() {
    assertThat(ClassPathRule.check(temp.resolve("none.jar"), NESTED))
        .extracting(Finding::reason)
        .containsExactly(Reason.IO_ERROR);
  }

  @Test
  @Timeout(20)
  void check_whenManifestIsABomb_stopsInTime() {
    Path jar = jar(Map.of(MANIFEST, new byte[100 << 20]));

    assertThat(ClassPathRule.check(jar, NESTED))
        .extracting(Finding::reason)
        .containsExactly(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void check_whenDirectoryIsLargerThanMemoryShouldHold_isNotRead() throws Exception {
    int size = (64 << 20) + 1;
    byte[] end = ZipBytes.end(1, size, 0, new byte[0]);
    Path jar = sparse("huge.jar", size, end);
    byte[] zip64 = new byte[56 + 20 + 22];
    ByteBuffer records = ByteBuffer.wrap(zip64).order(ByteOrder.LITTLE_ENDIAN);
    records.putInt(0x06064b50).putLong(44).position(40);
    records.putLong(size).putLong(0);
    records.putInt(0x07064b50).putInt(0).putLong(size).putInt(1);
    records.put(ZipBytes.end(0xffff, -1, -1, new byte[0]));
    Path large = sparse("huge64.jar", size, zip64);

    for (Path file : List.of(jar, large)) {
      assertThat(ClassPathRule.check(file, NESTED))
          .extracting(Finding::reason)
          .containsExactly(Reason.LIMIT_EXCEEDED);
    }
  }

  private Path sparse(String name, long size, byte[] tail) throws Exception {
    Path file = temp.resolve(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
      out.seek(size);
      out.write(tail);
    }
    return file;
  }

  @Test
  void appliesTo_whenNameIsAJarsInAnyCase_isTrue() {
    assertThat(ClassPathRule.appliesTo(new EntryPath("lib/a.jar"))).isTrue();
    assertThat(ClassPathRule.appliesTo(new EntryPath("a.JAR"))).isTrue();
    assertThat(ClassPathRule.appliesTo(new EntryPath("a.jar/b"))).isFalse();
  }

  private List<Finding> check(String classPath, EntryPath jarPath) {
    return ClassPathRule.check(
        jar(Map.of(MANIFEST, Trees.manifest("Class-Path", classPath))), jarPath);
  }

  private List<Finding> checkIndex(String index) {
    return ClassPathRule.check(jar(Map.of(INDEX, index.getBytes(UTF_8))), NESTED);
  }

  private Path jar(Map<String, byte[]> files) {
    return Trees.archive(temp.resolve("a.jar"), files);
  }
}
