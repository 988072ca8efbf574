package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.conformance.Differences.Suite;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.Digest;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 60 real files through the whole verifier, each in an otherwise empty folder, under the roots
 * and with the revocation lists that were shipped: what Nextcloud's own checker says of them.
 */
@Tag("conformance")
class RealVerdictsTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final String ACCEPTED = "ok";
  private static final Set<Reason> ABOUT_FILES =
      Set.of(Reason.INVALID_HASH, Reason.FILE_MISSING, Reason.EXTRA_FILE, Reason.UNSAFE_PATH);

  /** Who issued the certificates. */
  enum Root {
    NEXTCLOUD("nextcloud", "with_nextcloud_root", "nextcloud/root.crt", "nextcloud/root.crl"),
    OWNCLOUD(
        "owncloud-g1",
        "with_owncloud_g1_root",
        "owncloud/roots/root-g1.crt",
        "owncloud/crl/legacy.crl");

    private final String label;
    private final String column;
    private final String anchors;
    private final String list;

    Root(String label, String column, String anchors, String list) {
      this.label = label;
      this.column = column;
      this.anchors = anchors;
      this.list = list;
    }
  }

  /** A file under one of the roots; the row has the columns of both tables. */
  record RealFile(Root root, Map<String, String> row) {
    String name() {
      return row.get("file") + " " + root.label;
    }

    String recorded() {
      return row.get(root.column).replace("InvalidSignatureException: ", "");
    }

    /** Returns whether a list names the certificate of a file that can be read at all. */
    boolean isRevoked() {
      return row.get("root").equals(root.label)
          && row.get("revoked").startsWith("yes")
          && !row.get("n_hashes").equals("-");
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static Map<Root, BundleVerifier> verifiers;

  @TempDir Path folder;

  @BeforeAll
  static void trustRoots() throws TrustStoreException {
    Path pki = Conformance.folder().resolve("pki");
    verifiers = new EnumMap<>(Root.class);
    for (Root root : Root.values()) {
      TrustStore trust =
          TrustStore.builder()
              .anchors(pki.resolve(root.anchors), AnchorProfile.NEXTCLOUD)
              .revocationList(pki.resolve(root.list))
              .build();
      verifiers.put(
          root, new BundleVerifier(trust, Limits.DEFAULT, Clock.fixed(AT, ZoneOffset.UTC)));
    }
  }

  static List<RealFile> files() {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (String table : List.of("expected.tsv", "expected-nextcloud-checker.tsv")) {
      for (Map<String, String> row : Conformance.table(table)) {
        rows.computeIfAbsent(row.get("file"), file -> new TreeMap<>()).putAll(row);
      }
    }
    List<RealFile> files = new ArrayList<>();
    for (Map<String, String> row : rows.values()) {
      for (Root root : Root.values()) {
        files.add(new RealFile(root, row));
      }
    }
    return files;
  }

  static List<RealFile> acceptedFiles() {
    return files().stream()
        .filter(file -> file.recorded().equals(ACCEPTED))
        .filter(file -> Differences.listed(Suite.REAL_SIGNATURES, file.name()).isEmpty())
        .toList();
  }

  @Test
  void data_whenPresent_hasSixtyFilesUnderTwoRoots() {
    assertThat(files()).hasSize(120);
    assertThat(files())
        .allMatch(file -> file.row().keySet().containsAll(Set.of("root", "revoked")));
    assertThat(files()).filteredOn(RealFile::isRevoked).hasSize(5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void verifying_whenFolderIsEmptyOtherwise_givesWhatIsRecorded(RealFile file) {
    Verdict verdict = verify(file);
    List<Finding> problems = Outcomes.problems(verdict);

    Differences.check(
        Suite.REAL_SIGNATURES,
        file.name(),
        file.recorded(),
        isAccepted(verdict)
            ? ACCEPTED
            : Outcomes.original(verdict).path("EXCEPTION").path("message").asText(),
        isAccepted(verdict) ? ACCEPTED : butForMissingFiles(Outcomes.inShort(verdict)));
    assertThat(problems.stream().anyMatch(finding -> finding.reason() == Reason.REVOKED))
        .isEqualTo(file.isRevoked());
    assertThat(verdict.isVerified())
        .as("every one of them signs files that are not here")
        .isFalse();
  }

  /** Of every one of them, none of the signed files is here. */
  private static String butForMissingFiles(String inShort) {
    return inShort.replaceAll(", FILE_MISSING [^,]*", "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("acceptedFiles")
  void verifying_whenSignatureIsAccepted_missesExactlyTheSignedFiles(RealFile file) {
    Verdict verdict = verify(file);
    Map<String, Optional<String>> signed = envelope(file).hashes().values();
    Map<String, String> expected = new TreeMap<>();
    signed.forEach(
        (name, value) -> {
          if (EntryPath.violation(name).isPresent()) {
            expected.put(name, Reason.UNSAFE_PATH.name());
          } else if (!Layout.NEXTCLOUD_APP.ignores(BundleKind.FOLDER, new EntryPath(name))) {
            Optional<Digest> digest = value.flatMap(Digest::parse);
            expected.put(
                name,
                digest.map(one -> Reason.FILE_MISSING + " " + one.hex()).orElse("INVALID_HASH"));
          }
        });
    Map<String, String> found = new TreeMap<>();
    for (Finding finding : Outcomes.problems(verdict)) {
      found.put(
          String.valueOf(finding.path()),
          finding.reason() + (finding.expected() == null ? "" : " " + finding.expected()));
    }
    assertThat(found).isEqualTo(expected).isNotEmpty();
    assertThat(verdict.signer().orElseThrow().commonName()).isEqualTo(file.row().get("cn"));
    assertThat(Outcomes.notices(verdict))
        .contains(Reason.WEAK_ALGORITHM)
        .isSubsetOf(Reason.WEAK_ALGORITHM, Reason.EXPIRED, Reason.EXPIRES_SOON);
  }

  /** As that checker does, a certificate for the core may sign any app. */
  private Verdict verify(RealFile file) {
    Path bundle =
        Trees.folder(folder.resolve("app"), Map.of("appinfo/signature.json", content(file)));
    return verifiers
        .get(file.root())
        .verify(
            bundle,
            new Expectation(Optional.of(file.row().get("app_id")), Layout.NEXTCLOUD_APP, true));
  }

  private static boolean isAccepted(Verdict verdict) {
    return verdict.signer().isPresent()
        && Outcomes.problems(verdict).stream()
            .allMatch(finding -> ABOUT_FILES.contains(finding.reason()));
  }

  private static SignatureFile envelope(RealFile file) {
    return SignatureFileReader.read(content(file), Limits.DEFAULT)
        .fold(
            read -> read,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  private static byte[] content(RealFile file) {
    return Conformance.bytes("signatures/" + file.row().get("file"));
  }
}
