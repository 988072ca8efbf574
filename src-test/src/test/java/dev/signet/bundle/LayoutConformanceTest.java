package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files the original systems hash, and how much of them, by their own recorded cases. */
class LayoutConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path conformance;

  @BeforeEach
  void findData() {
    conformance = Path.of(System.getProperty("signet.conformance", "none"));
    assumeThat(conformance)
        .as("folder of the peers' data, given by -Dsignet.conformance=…")
        .isDirectory();
  }

  @Test
  void ignores_agreesWithEveryRecordedNameOfOwncloud() throws Exception {
    long checked =
        cases("file-is-hashed")
            .peek(
                test -> {
                  EntryPath path = new EntryPath(test.at("/input/path").asText().substring(1));
                  assertThat(Layout.OWNCLOUD_CORE.ignores(path))
                      .as(path.value())
                      .isNotEqualTo(test.get("expect").asBoolean());
                })
            .count();

    assertThat(checked).isEqualTo(11);
  }

  @Test
  void hashes_agreeWithEveryGoldenManifestOfOwncloud() throws Exception {
    Map<String, byte[]> fixtures =
        untar(Files.readAllBytes(conformance.resolve("owncloud/fixtures.tar")));
    int checked = 0;
    for (JsonNode test : cases("build-manifest").toList()) {
      String tree = test.at("/input/tree").asText() + "/";
      Layout layout =
          test.at("/input/mode").asText().equals("core")
              ? Layout.OWNCLOUD_CORE
              : Layout.OWNCLOUD_APP;
      Map<String, byte[]> files = new LinkedHashMap<>();
      fixtures.forEach(
          (name, content) -> {
            if (name.startsWith(tree)) {
              files.put(name.substring(tree.length()), content);
            }
          });
      Path root = Trees.folder(folder.resolve("tree" + checked), files);

      String golden = test.at("/expect/canonical_file").asText();
      assertThat(hashes(root, layout))
          .as(golden)
          .isEqualTo(signed(Objects.requireNonNull(fixtures.get(golden)), ""));
      checked++;
    }
    assertThat(checked).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "NEXTCLOUD_APP, nextcloud, testWriteAppSignature, app",
    "NEXTCLOUD_CORE, nextcloud, testWriteCoreSignature, app",
    "NEXTCLOUD_CORE, nextcloud, testWriteCoreSignatureWithUnmodifiedHtaccess, htaccessUnmodified",
    "NEXTCLOUD_CORE, nextcloud, testWriteCoreSignatureWithInvalidModifiedHtaccess,"
        + " htaccessWithInvalidModifiedContent",
    "NEXTCLOUD_CORE, nextcloud, testWriteCoreSignatureWithValidModifiedHtaccess,"
        + " htaccessWithValidModifiedContent",
    "OWNCLOUD_APP, owncloud/pre-g2, testWriteAppSignature, app",
    "OWNCLOUD_CORE, owncloud/pre-g2, testWriteCoreSignature, app",
    "OWNCLOUD_CORE, owncloud/pre-g2, testWriteCoreSignatureWithUnmodifiedHtaccess,"
        + " htaccessUnmodified",
    "OWNCLOUD_CORE, owncloud/pre-g2, testWriteCoreSignatureWithInvalidModifiedHtaccess,"
        + " htaccessWithInvalidModifiedContent",
    "OWNCLOUD_CORE, owncloud/pre-g2, testWriteCoreSignatureWithValidModifiedHtaccessAndUserIni,"
        + " htaccessWithValidModifiedContent",
  })
  void hashes_agreeWithWhatTheOriginalSignerWrote(
      Layout layout, String system, String test, String tree) throws Exception {
    byte[] signature =
        Files.readAllBytes(conformance.resolve(system + "/cases/" + test + "/signature.json"));

    assertThat(hashes(conformance.resolve(system + "/data/" + tree), layout))
        .isEqualTo(signed(signature, "/hashes"));
  }

  @Test
  void mimetypeList_whenNextcloudsCoreIsChecked_isHashedAsItIs() throws Exception {
    Map<String, String> hashes =
        hashes(conformance.resolve("nextcloud/data/mimetypeListModified"), Layout.NEXTCLOUD_CORE);

    assertThat(hashes).containsOnlyKeys("core/js/mimetypelist.js");
    assertThat(hashes.get("core/js/mimetypelist.js")).startsWith("1f672ccc11dd5f0c");
  }

  private Stream<JsonNode> cases(String operation) throws IOException {
    JsonNode cases =
        JSON.readTree(Files.readAllBytes(conformance.resolve("owncloud/cases.json"))).get("cases");
    return StreamSupport.stream(cases.spliterator(), false)
        .filter(test -> test.get("op").asText().equals(operation));
  }

  private static Map<String, String> hashes(Path root, Layout layout) throws Exception {
    BundleReading reading = BundleReading.of(root, layout, Limits.DEFAULT);
    assertThat(reading.findings()).isEmpty();
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : reading.contents().entrySet()) {
      EntryPath path = new EntryPath(file.getKey());
      if (!path.equals(layout.signaturePath(BundleKind.FOLDER))) {
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        digest.update(file.getValue(), 0, layout.hashedLength(path, file.getValue()));
        hashes.put(file.getKey(), HexFormat.of().formatHex(digest.digest()));
      }
    }
    return hashes;
  }

  private static Map<String, String> signed(byte[] json, String at) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    JsonNode map = JSON.readTree(json).at(at);
    map.fieldNames().forEachRemaining(name -> hashes.put(name, map.get(name).asText()));
    return hashes;
  }

  /** Reads the regular files of a POSIX archive of short names. */
  private static Map<String, byte[]> untar(byte[] tar) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int at = 0; at + 512 <= tar.length && tar[at] != 0; ) {
      String prefix = field(tar, at + 345, 155);
      String name = field(tar, at, 100);
      int size = Integer.parseInt(field(tar, at + 124, 12).trim(), 8);
      if (tar[at + 156] == '0' || tar[at + 156] == 0) {
        byte[] content = Arrays.copyOfRange(tar, at + 512, at + 512 + size);
        files.put(prefix.isEmpty() ? name : prefix + "/" + name, content);
      }
      at += 512 + (size + 511) / 512 * 512;
    }
    return files;
  }

  private static String field(byte[] tar, int start, int length) {
    int end = start;
    while (end < start + length && tar[end] != 0) {
      end++;
    }
    return new String(tar, start, end - start, length == 12 ? US_ASCII : UTF_8);
  }
}
