package dev.signet.trust;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which algorithms a host accepts under which profile, and until when. */
class AlgorithmRulesTest {
  private static final SignatureAlgorithm SHA1 = SignatureAlgorithm.RSA_PSS_SHA1;
  private static final SignatureAlgorithm RSA = SignatureAlgorithm.RSA_PSS_SHA384;
  private static final SignatureAlgorithm ECDSA = SignatureAlgorithm.ECDSA_P384_SHA384;
  private static final Instant END = NOW.plusSeconds(60);

  private static Issued root;
  private static Issued legacyRoot;
  private static Issued leaf;
  private static Issued legacyLeaf;

  @BeforeAll
  static void makePaths() {
    root = Certificates.root("Root").make();
    legacyRoot = Certificates.root("Legacy Root").make();
    leaf = Certificates.leaf("demo", root).make();
    legacyLeaf = Certificates.legacyLeaf("demo", legacyRoot).make();
  }

  @Test
  void profiles_whenNothingIsChosen_allowTheirOwn() {
    TrustStore trust = builder().build();
    assertThat(judge(trust, leaf, ECDSA, NOW)).isEmpty();
    assertThat(judge(trust, leaf, RSA, NOW)).isEmpty();
    assertThat(problems(trust, leaf, SHA1, NOW)).containsExactly(Reason.WEAK_ALGORITHM);
    assertThat(judge(trust, legacyLeaf, ECDSA, NOW)).isEmpty();
    assertThat(judge(trust, legacyLeaf, SHA1, NOW))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(Reason.WEAK_ALGORITHM);
              assertThat(notice.isProblem()).isFalse();
              assertThat(notice.detail()).contains("rsa-pss-sha1", "legacy");
            });
  }

  @Test
  void profile_whenNarrowed_refusesTheRestAndLeavesOthersAlone() {
    TrustStore trust = builder().allowOnly(AnchorProfile.STANDARD, Set.of(ECDSA)).build();

    assertThat(judge(trust, leaf, ECDSA, NOW)).isEmpty();
    assertThat(problems(trust, leaf, RSA, NOW)).containsExactly(Reason.WEAK_ALGORITHM);
    assertThat(signer(trust, leaf, RSA)).isEmpty();
    assertThat(judge(trust, legacyLeaf, RSA, NOW)).isEmpty();
  }

  @Test
  void profile_whenLegacyIsLeftOut_refusesIt() {
    TrustStore trust = builder().allowOnly(AnchorProfile.NEXTCLOUD, Set.of(RSA, ECDSA)).build();

    assertThat(problems(trust, legacyLeaf, SHA1, NOW)).containsExactly(Reason.WEAK_ALGORITHM);
  }

  @Test
  void sunset_isReportedAheadAndRefusesFromItsInstantOn() {
    TrustStore trust = builder().sunset(AnchorProfile.STANDARD, RSA, END).build();

    assertThat(judge(trust, leaf, ECDSA, END)).isEmpty();
    assertThat(problems(trust, leaf, RSA, END.minusMillis(1))).isEmpty();
    assertThat(judge(trust, leaf, RSA, NOW))
        .singleElement()
        .satisfies(
            notice -> assertThat(notice.detail()).contains("rsa-pss-sha384", "until " + END));
    assertThat(problems(trust, leaf, RSA, END)).containsExactly(Reason.WEAK_ALGORITHM);
    assertThat(judge(trust, legacyLeaf, RSA, END)).isEmpty();
    assertThat(validate(trust, leaf, RSA, NOW).nextChange()).isEqualTo(END);
  }

  @Test
  void sunset_whenOfProfileAndAnchor_isTheEarlier() {
    for (boolean anchorFirst : new boolean[] {true, false}) {
      Instant ofAnchor = anchorFirst ? END : END.plusSeconds(9);
      Instant ofProfile = anchorFirst ? END.plusSeconds(9) : END;
      TrustStore trust =
          TrustStore.builder()
              .anchor(
                  new TrustAnchor(
                      legacyRoot.certificate(), AnchorProfile.NEXTCLOUD, Optional.of(ofAnchor)))
              .sunset(AnchorProfile.NEXTCLOUD, SHA1, ofProfile)
              .build();

      assertThat(problems(trust, legacyLeaf, SHA1, END.minusMillis(1))).isEmpty();
      assertThat(problems(trust, legacyLeaf, SHA1, END)).containsExactly(Reason.WEAK_ALGORITHM);
    }
  }

  @Test
  void choices_whenTheyWidenOrLeaveNothing_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().allowOnly(AnchorProfile.STANDARD, Set.of(SHA1)))
        .withMessageContaining("rsa-pss-sha1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().allowOnly(AnchorProfile.STANDARD, Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().sunset(AnchorProfile.STANDARD, SHA1, END));
  }

  @Test
  void choices_surviveACopyOfTheStore() {
    TrustStore trust =
        builder()
            .allowOnly(AnchorProfile.STANDARD, Set.of(ECDSA))
            .sunset(AnchorProfile.NEXTCLOUD, SHA1, END)
            .build();

    assertThat(trust.toBuilder().build().fingerprint()).isEqualTo(trust.fingerprint());
    assertThat(problems(trust.toBuilder().build(), leaf, RSA, NOW))
        .containsExactly(Reason.WEAK_ALGORITHM);
  }

  private static TrustStoreBuilder builder() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
        .anchor(new TrustAnchor(legacyRoot.certificate(), AnchorProfile.NEXTCLOUD));
  }

  private static ChainValidator.Result validate(
      TrustStore trust, Issued signer, SignatureAlgorithm algorithm, Instant at) {
    return new ChainValidator(trust).validate(signer.certificate(), List.of(), algorithm, at);
  }

  private static Optional<String> signer(
      TrustStore trust, Issued signer, SignatureAlgorithm algorithm) {
    return validate(trust, signer, algorithm, NOW).signer().map(known -> known.commonName());
  }

  private static List<Finding> judge(
      TrustStore trust, Issued signer, SignatureAlgorithm algorithm, Instant at) {
    return validate(trust, signer, algorithm, at).findings();
  }

  private static List<Reason> problems(
      TrustStore trust, Issued signer, SignatureAlgorithm algorithm, Instant at) {
    return judge(trust, signer, algorithm, at).stream()
        .filter(Finding::isProblem)
        .map(Finding::reason)
        .toList();
  }
}
