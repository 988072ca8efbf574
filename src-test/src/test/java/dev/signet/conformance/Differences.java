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
      "stricter: that checker leaves revocation to the installer; here lists are part of every check";
  private static final String CLASS =
      "the class is Nextcloud's for every exception; REASON tells them apart";
  private static final String MESSAGE = "messages are Nextcloud's, word for word (formats.md)";
  private static final String ALL = "all that is wrong is reported, not the first thing only";
  private static final String NO_HASHES =
      "a file without hashes: recorded as no outcome at all, a finding here";

  private static final String NOT_FOLDED =
      "stricter: ids and CNs are compared byte for byte, nothing is ever folded";
  private static final String NO_GRAMMAR =
      "PF4J's ids have no grammar; as none is folded, none need be forbidden for that";
  private static final String BYTE_ORDER =
      "stricter: version 2 hashes whose names are not in byte order (formats.md)";
  private static final String PLACEHOLDER =
      "the case has a placeholder for a certificate; one that cannot be read ends the reading";
  private static final String NO_ALGORITHM = "stricter: version 2 without an algorithm";

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
              "UNTRUSTED_CERTIFICATE, BAD_SIGNATURE",
              MESSAGE + "; " + ALL),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testVerifyCoreSignatureWithTamperedFilesExclude",
              "INVALID_HASH AnotherFile.txt, FILE_MISSING subfolder/file.txt,"
                  + " EXTRA_FILE UnecessaryFile",
              "stricter: no setting takes single files out of the check"),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testCertRevocation",
              "REVOKED, SCOPE_MISMATCH, BAD_SIGNATURE",
              MESSAGE + "; " + ALL),
          new Difference(
              Suite.OWNCLOUD_CHECKER,
              "testWriteCoreSignatureWithValidModifiedHtaccessAndUserIni",
              "equal as a JSON value",
              "the recorded text has bare slashes in the signature, which PHP never prints"),
          verifier(
              "AppIdResolverTest::testAssertAppIdMatchesCnAsciiFolder", "CN_MISMATCH", NOT_FOLDED),
          verifier("AppIdResolverTest::testAsciiFold", "Example_App.1-x", NOT_FOLDED),
          verifier(
              "AppIdResolverTest::testAssertAppIdMatchesCnG2RejectsUppercaseCn",
              "Example-App",
              "id and CN are the same bytes; upper case is forbidden there only because ids are"
                  + " folded"),
          verifier("AppIdResolverTest::testIsValidIdTooShort", "true", NO_GRAMMAR),
          verifier("AppIdResolverTest::testIsValidIdStartsWithNumber", "true", NO_GRAMMAR),
          verifier("AppIdResolverTest::testIsValidIdContainsUppercase", "true", NO_GRAMMAR),
          verifier("AppIdResolverTest::testIsValidIdInvalidCharacter", "true", NO_GRAMMAR),
          verifier(
              "SignatureEnvelopeTest::testParseV2Pretty",
              "MALFORMED_SIGNATURE",
              "stricter: version 2 hashes that are not in canonical form (formats.md)"),
          verifier(
              "SignatureEnvelopeTest::testParseV2WithHostileHashesKey",
              "MALFORMED_SIGNATURE",
              BYTE_ORDER),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesWithBraceAndHashesTextInsideValue",
              "MALFORMED_SIGNATURE",
              BYTE_ORDER),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesIgnoresPrefixKey",
              "INVALID_CERTIFICATE",
              PLACEHOLDER),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesWhenNotFirstKey",
              "INVALID_CERTIFICATE",
              PLACEHOLDER),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesWithTrailingEscapedBackslashInValue",
              "MALFORMED_SIGNATURE",
              NO_ALGORITHM),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesWithWhitespaceAroundColon",
              "MALFORMED_SIGNATURE",
              NO_ALGORITHM),
          verifier(
              "SignatureEnvelopeTest::testExtractRawHashesEmptyObject",
              "MALFORMED_SIGNATURE",
              NO_ALGORITHM),
          verifier(
              "SignatureEnvelopeTest::testErrorInvalidBase64Signature",
              "INVALID_CERTIFICATE",
              "version 1 base64 is read as PHP reads it; the certificate is what is wrong"),
          new Difference(
              Suite.PHP_MAPS,
              "hand-32",
              "MALFORMED_SIGNATURE",
              "stricter: a name twice, so that two readers may see two maps (formats.md)"),
          new Difference(
              Suite.PHP_MAPS,
              "hand-29",
              "MALFORMED_SIGNATURE",
              "stricter: a number that is no integer, whose text PHP leaves to its settings"),
          real("ACTom__files_mindmap.json", "nextcloud", "REVOKED", REVOCATION),
          real("pbek__nextbackup@198f67d5.json", "nextcloud", "REVOKED", REVOCATION),
          real("pbek__nextbackup.json", "nextcloud", "REVOKED, SCOPE_MISMATCH", REVOCATION),
          real("rcdevs__owncloud_openotp_auth.json", "owncloud-g1", "REVOKED", REVOCATION),
          real("hurradieweltgehtunter__landbot.json", "owncloud-g1", "REVOKED", REVOCATION),
          real("hugues1277__mindmap_app.json", "nextcloud", "MALFORMED_SIGNATURE", NO_HASHES),
          real("hugues1277__mindmap_app.json", "owncloud-g1", "MALFORMED_SIGNATURE", NO_HASHES),
          real(
              "hugues1277__mindmap_app@35fc2965.json",
              "nextcloud",
              "MALFORMED_SIGNATURE",
              NO_HASHES),
          real(
              "hugues1277__mindmap_app@35fc2965.json",
              "owncloud-g1",
              "MALFORMED_SIGNATURE",
              NO_HASHES));

  private Differences() {}

  private static Difference verifier(String test, String ours, String why) {
    return new Difference(Suite.OWNCLOUD_VERIFIER, test, ours, why);
  }

  private static Difference real(String file, String root, String ours, String why) {
    return new Difference(Suite.REAL_SIGNATURES, file + " " + root, ours, why);
  }

  /** Returns the listed differences of a suite. */
  static Stream<Difference> of(Suite suite) {
    return TABLE.stream().filter(difference -> difference.suite() == suite);
  }

  /** Returns the difference that is listed for a case. */
  static Optional<Difference> listed(Suite suite, String name) {
    return of(suite).filter(difference -> difference.name().equals(name)).findFirst();
  }

  /**
   * Requires our outcome to be the recorded one, or the listed one where a difference is listed.
   *
   * @param inShort what the table names our outcome by
   */
  static void check(Suite suite, String name, Object recorded, Object ours, String inShort) {
    Optional<Difference> listed = listed(suite, name);
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
