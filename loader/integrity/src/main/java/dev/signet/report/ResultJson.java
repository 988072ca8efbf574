package dev.signet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The result of a check in the original system's structure, kept for scripts that parse it: {@code
 * INVALID_HASH}, {@code FILE_MISSING} and {@code EXTRA_FILE} map paths to the expected and current
 * digest; {@code EXCEPTION} carries class and message of the first problem of another kind, and
 * {@code REASON} our code for it. An empty object means passed.
 */
public final class ResultJson {
  private static final String EXCEPTION_CLASS =
      "OC\\IntegrityCheck\\Exceptions\\InvalidSignatureException";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ResultJson() {}

  /** Returns the result as a JSON tree; paths in the order of the findings, which is sorted. */
  public static ObjectNode tree(Verdict verdict) {
    ObjectNode result = JSON.createObjectNode();
    for (Reason reason : List.of(Reason.INVALID_HASH, Reason.FILE_MISSING, Reason.EXTRA_FILE)) {
      verdict.findings().stream()
          .filter(finding -> finding.isProblem() && finding.reason() == reason)
          .forEach(finding -> putFile(result, finding));
    }
    verdict.findings().stream()
        .filter(finding -> finding.isProblem() && !isAboutDigests(finding.reason()))
        .findFirst()
        .ifPresent(
            finding -> {
              ObjectNode exception = result.putObject("EXCEPTION");
              exception.put("class", EXCEPTION_CLASS);
              exception.put("message", message(finding));
              result.put("REASON", finding.reason().name());
            });
    return result;
  }

  /** Returns the result as indented JSON text. */
  public static String text(Verdict verdict) {
    try {
      return JSON.writeValueAsString(tree(verdict));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain objects and strings is always writable", e);
    }
  }

  private static void putFile(ObjectNode result, Finding finding) {
    String group = finding.reason().name();
    ObjectNode files =
        result.get(group) instanceof ObjectNode present ? present : result.putObject(group);
    ObjectNode file = files.putObject(Objects.requireNonNullElse(finding.path(), ""));
    file.put("expected", Objects.requireNonNullElse(finding.expected(), ""));
    file.put("current", Objects.requireNonNullElse(finding.current(), ""));
  }

  private static boolean isAboutDigests(Reason reason) {
    return reason == Reason.INVALID_HASH
        || reason == Reason.FILE_MISSING
        || reason == Reason.EXTRA_FILE;
  }

  private static String message(Finding finding) {
    String original = finding.reason().originalMessage();
    if (original.isEmpty()) {
      return finding.path() == null ? finding.detail() : finding.path() + ": " + finding.detail();
    }
    return finding.reason() == Reason.SCOPE_MISMATCH
        ? String.format(Locale.ROOT, original, finding.expected(), finding.current())
        : original;
  }
}
