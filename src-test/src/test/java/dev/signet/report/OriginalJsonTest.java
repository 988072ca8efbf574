package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginalJsonTest {
  private static final Subject CLOCK = new Subject("clock", "1.0", "ab");

  @Test
  void verified_whenPrinted_isAnEmptyObject() {
    Signer signer =
        new Signer("clock", "CN=ca", "1", "00", Instant.EPOCH, Instant.MAX, "rsa", "CN=ca");
    assertThat(OriginalJson.tree(Verdict.of(CLOCK, List.of(), Optional.of(signer))).toString())
        .isEqualTo("{}");
  }

  @Test
  void changedFiles_whenPrinted_areGroupedAndSorted() {
    assertThat(
            json(
                file(Reason.EXTRA_FILE, "z", null, "22"),
                file(Reason.INVALID_HASH, "b", "11", "33"),
                file(Reason.INVALID_HASH, "a", "11", "44"),
                file(Reason.FILE_MISSING, "c", "55", null)))
        .isEqualTo(
            "{'INVALID_HASH':{'a':{'expected':'11','current':'44'},"
                + "'b':{'expected':'11','current':'33'}},"
                + "'FILE_MISSING':{'c':{'expected':'55','current':''}},"
                + "'EXTRA_FILE':{'z':{'expected':'','current':'22'}}}");
  }

  @Test
  void scopeMismatch_whenPrinted_hasTheOriginalSentence() {
    Finding finding =
        new Finding(
            Reason.SCOPE_MISMATCH, Finding.Severity.PROBLEM, null, "clock", "other", "detail");
    assertThat(json(finding))
        .contains(
            "Certificate is not valid for required scope. (Requested: clock, current: CN=other)")
        .contains("'REASON':'SCOPE_MISMATCH'");
  }

  @Test
  void everyReasonWithAnOriginalMessage_whenPrinted_usesItWordForWord() {
    assertThat(json(Finding.of(Reason.MISSING_SIGNATURE, "detail")))
        .contains("'message':'Signature data not found.'");
    assertThat(json(Finding.of(Reason.UNTRUSTED_CERTIFICATE, "detail")))
        .contains("'message':'Certificate is not valid.'");
    assertThat(json(Finding.of(Reason.BAD_SIGNATURE, "detail")))
        .contains("'message':'Signature could not get verified.'");
  }

  private static Finding file(
      Reason reason, String path, @Nullable String expected, @Nullable String current) {
    return new Finding(reason, Finding.Severity.PROBLEM, path, expected, current, "differs");
  }

  private static String json(Finding... findings) {
    return OriginalJson.tree(Verdict.of(CLOCK, List.of(findings), Optional.empty()))
        .toString()
        .replace('"', '\'');
  }
}
