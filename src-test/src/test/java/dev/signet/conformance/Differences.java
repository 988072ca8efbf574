package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one table of where our outcome is another than the recorded one, and why. Tests compare
 * through {@link #check}, so that a difference nobody listed fails, and a listed one that is no
 * difference any more fails too.
 */
final class Differences {
  /** What was recorded. */
  enum Suite {
    /** The tests of Nextcloud's checker. */
    NEXTCLOUD_CHECKER,
    /** The tests of ownCloud's checker before its second generation. */
    OWNCLOUD_CHECKER,
    /** The tests of ownCloud's verifier of 2026 and of its signer. */
    OWNCLOUD_VERIFIER,
    /** What Nextcloud's checker says of the real files; a case is a file and the root's name. */
    REAL_SIGNATURES,
    /** What PHP signs. */
    PHP_MAPS
  }

  /**
   * One difference.
   *
   * @param name the case's name in its suite
   * @param ours our outcome in short
   * @param why the rule it follows from
   */
  record Difference(Suite suite, String name, String ours, String why) {}

  private static final String REVOCATION =
      "that checker never looks at revocation lists; here they are part of every check";
  private static final String CLASS =
      "one class for every exception, Nextcloud's; REASON tells them apart";
  private static final String MESSAGE = "messages are Nextcloud's, word for word (formats.md)";
  private static final String CRASH =
      "that checker ends with an error of its own; a file without hashes is a finding here";

  private static final List<Difference> TABLE =
      List.of(
          new Difference(
              Suite.NEXTCLOUD_CHECKER,
              "testVerifyCoreSignatureWithModifiedMimetypelistSignatureData",
              "INVALID_HASH core/js/mimetypelist.js",
              "recorded for a server that generates this file itself and forgives its own version"
                  + " of it; the case names our result as that of any other verifier"),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testVerifyAppSignatureWithoutSignatureData",
              "MISSING_SIGNATURE appinfo/signature.json",
              CLASS),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testVerifyCoreSignatureWithoutSignatureData",
              "MISSING_SIGNATURE core/signature.json",
              CLASS),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testVerifyCoreWithInvalidCertificate",
              "UNTRUSTED_CERTIFICATE",
              MESSAGE),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testVerifyCoreSignatureWithTamperedFilesExclude",
              "INVALID_HASH AnotherFile.txt, FILE_MISSING subfolder/file.txt,"
                  + " EXTRA_FILE UnecessaryFile",
              "stricter: no setting takes single files out of the check"),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testCertRevocation",
              "REVOKED, SCOPE_MISMATCH",
              MESSAGE + "; and all that is wrong is reported, not the first thing only"),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testWriteCoreSignatureWithValidModifiedHtaccessAndUserIni",
              "equal as a JSON value",
              "the recorded text has bare slashes in the signature, which PHP never prints"),
          real("ACTom__files_mindmap.json", "nextcloud", "REVOKED", REVOCATION),
          real("pbek__nextbackup@198f67d5.json", "nextcloud", "REVOKED", REVOCATION),
          real("pbek__nextbackup.json", "nextcloud", "REVOKED, SCOPE_MISMATCH", REVOCATION),
          real("rcdevs__owncloud_openotp_auth.json", "owncloud-g1", "REVOKED", REVOCATION),
          real("hugues1277__mindmap_app.json", "nextcloud", "MALFORMED_SIGNATURE", CRASH),
          real("hugues1277__mindmap_app.json", "owncloud-g1", "MALFORMED_SIGNATURE", CRASH),
          real("hugues1277__mindmap_app@35fc2965.json", "nextcloud", "MALFORMED_SIGNATURE", CRASH),
          real(
              "hugues1277__mindmap_app@35fc2965.json",
              "owncloud-g1",
              "MALFORMED_SIGNATURE",
              CRASH));

  private Differences() {}

  private static Difference real(String file, String root, String ours, String why) {
    return new Difference(Suite.REAL_SIGNATURES, file + " " + root, ours, why);
  }

  /** Returns the listed differences of a suite. */
  static Stream<Difference> of(Suite suite) {
    return TABLE.stream().filter(difference -> difference.suite() == suite);
  }

  /**
   * Requires our outcome to be the recorded one, or the listed one where a difference is listed.
   *
   * @param inShort what the table names our outcome by
   */
  static void check(Suite suite, String name, Object recorded, Object ours, String inShort) {
    Optional<Difference> listed =
        of(suite).filter(difference -> difference.name().equals(name)).findFirst();
    if (listed.isEmpty()) {
      assertThat(ours).as("%s; in short: %s", name, inShort).isEqualTo(recorded);
      return;
    }
    assertThat(inShort).as(name).isEqualTo(listed.get().ours());
    assertThat(ours).as("%s is listed as a difference", name).isNotEqualTo(recorded);
  }

  /** Compares outcomes that are short enough to stand in the table themselves. */
  static void check(Suite suite, String name, String recorded, String ours) {
    check(suite, name, recorded, ours, ours);
  }
}
