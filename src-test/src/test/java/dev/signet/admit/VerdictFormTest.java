package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import dev.signet.verify.KeptVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictFormTest {

  @Test
  void verdict_whenReadBack_isTheSameToTheLastMember() {
    Finding bare = Finding.of(Reason.EXPIRES_SOON, "a \u00e4 \ud83d\ude00 \n").asNotice();
    Finding full =
        new Finding(
            Reason.EXTRA_FILE,
            Finding.Severity.NOTICE,
            "a/b",
            "",
            "current",
            "",
            new Remedy("do this", "do that"));
    for (List<Finding> notices : List.of(List.<Finding>of(), List.of(bare), List.of(bare, full))) {
      KeptVerdict kept = kept(notices);
      assertThat(VerdictForm.read(VerdictForm.pack(kept))).contains(kept);
    }
  }

  private static KeptVerdict kept(List<Finding> notices) {
    Instant from = Instant.parse("2026-01-02T03:04:05.000000006Z");
    Signer signer =
        new Signer("clock", "CN=i", "1a", "key", Instant.EPOCH, Instant.MAX, "alg", "CN=a")
            .succeeding(List.of("older", "oldest"));
    Subject subject = new Subject("clock", "1.0", "digest", "of files");
    return new KeptVerdict(
        "by",
        from,
        Instant.MAX,
        new Verdict.Verified(subject, notices, signer, cosigners(notices)),
        "a@>=1, b?");
  }

  private static List<CoSigner> cosigners(List<Finding> notices) {
    List<Finding> findings = new ArrayList<>(notices);
    findings.add(Finding.of(Reason.REVOKED, "It was withdrawn."));
    return notices.isEmpty()
        ? List.of()
        : List.of(
            new CoSigner("store", "CN=i", "key", Instant.ofEpochSecond(9, 1), notices),
            new CoSigner("", "", "", Instant.EPOCH, findings));
  }
}
