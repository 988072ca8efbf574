package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.Expectation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recorded cases of the original checker's own tests, Nextcloud's 21 and ownCloud's 23, through
 * the whole verifier and the whole signer.
 */
@Tag("conformance")
class CheckerCasesTest {
  private static final String TRUSTED_CORE = "testVerifyAppWithDifferentScopeAndAlwaysTrustedCore";

  /** The signer refuses certificates that have expired, as these have meanwhile. */
  private static final Instant WHEN_RECORDED = Instant.parse("2016-01-01T00:00:00Z");

  @TempDir Path folder;

  static List<CheckerCase> verifyCases() {
    return cases("verify-");
  }

  static List<CheckerCase> signCases() {
    return cases("sign-");
  }

  private static List<CheckerCase> cases(String operation) {
    List<CheckerCase> cases = new ArrayList<>(CheckerCase.Origin.NEXTCLOUD.cases(operation));
    cases.addAll(CheckerCase.Origin.OWNCLOUD.cases(operation));
    return cases;
  }

  @Test
  void data_whenPresent_hasAllCases() {
    assertThat(CheckerCase.Origin.NEXTCLOUD.cases("")).hasSize(21);
    assertThat(CheckerCase.Origin.OWNCLOUD.cases("")).hasSize(23);
    assertThat(verifyCases().size() + signCases().size()).isEqualTo(44);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifyCases")
  void verifying_whenBundleIsFolder_givesWhatIsRecorded(CheckerCase recorded) throws Exception {
    compare(recorded, Trees.folder(folder.resolve("bundle"), recorded.signed()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifyCases")
  void verifying_whenBundleIsZip_givesWhatIsRecorded(CheckerCase recorded) throws Exception {
    compare(recorded, Trees.archive(folder.resolve("bundle.zip"), recorded.signed()));
  }

  private static void compare(CheckerCase recorded, Path bundle) throws Exception {
    Verdict verdict = recorded.verifier().verify(bundle, recorded.expectation());

    Differences.check(
        recorded.origin().suite(),
        recorded.test(),
        recorded.json().get("expected"),
        Outcomes.original(verdict),
        Outcomes.inShort(verdict));
    if (verdict.isVerified()) {
      // Tolerated in this profile, and said: the leaves ran out in 2016.
      assertThat(Outcomes.notices(verdict))
          .containsExactlyInAnyOrder(Reason.EXPIRED, Reason.WEAK_ALGORITHM);
    }
  }

  @Test
  void verifying_whenFileIsGeneratedByTheServer_givesTheResultOfAnyOtherVerifier()
      throws Exception {
    CheckerCase recorded =
        verifyCases().stream()
            .filter(one -> one.json().has("expected_plain"))
            .findFirst()
            .orElseThrow();
    Path bundle = Trees.folder(folder.resolve("bundle"), recorded.signed());

    Verdict verdict = recorded.verifier().verify(bundle, recorded.expectation());

    assertThat(Outcomes.original(verdict)).isEqualTo(recorded.json().get("expected_plain"));
  }

  @Test
  void verifying_whenHostDoesNotLetCoreSignApps_isStricter() throws Exception {
    for (CheckerCase recorded : verifyCases()) {
      if (recorded.test().equals(TRUSTED_CORE)) {
        Path bundle = Trees.folder(folder.resolve(recorded.origin().name()), recorded.signed());

        Verdict verdict =
            recorded
                .verifier()
                .verify(
                    bundle, new Expectation(Optional.of(recorded.id()), recorded.layout(), false));

        assertThat(Outcomes.problems(verdict))
            .extracting(Finding::reason)
            .containsExactly(Reason.SCOPE_MISMATCH);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signCases")
  void signing_whenFormatIsOne_writesTheRecordedBytes(CheckerCase recorded) throws Exception {
    Path bundle = Trees.folder(folder.resolve("bundle"), recorded.unsigned());
    SigningIdentity identity =
        SigningIdentity.load(
            recorded.path(recorded.json().get("key").textValue()),
            recorded.path(recorded.json().get("certificate").textValue()),
            Optional.empty());

    BundleSigner signer =
        BundleSigner.builder(identity)
            .layout(recorded.layout())
            .format(1)
            .id(recorded.id())
            .clock(Clock.fixed(WHEN_RECORDED, ZoneOffset.UTC))
            .build();

    String announced = new String(signer.signatureFile(bundle), StandardCharsets.UTF_8);
    signer.sign(bundle);

    String written = Files.readString(bundle.resolve(recorded.signaturePath()));
    String expected = new String(recorded.signature(), StandardCharsets.UTF_8);
    assertThat(written).isEqualTo(announced);
    assertThat(Conformance.json(written)).isEqualTo(Conformance.json(expected));
    Differences.check(
        recorded.origin().suite(), recorded.test(), expected, written, "equal as a JSON value");
    assertThat(recorded.verifier().verify(bundle, recorded.expectation()).isVerified()).isTrue();
  }
}
