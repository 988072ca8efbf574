package dev.signet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
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
@Internal
public final class OriginalJson {
  private static final String EXCEPTION_CLASS =
      "OC\\IntegrityCheck\\Exceptions\\InvalidSignatureException";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // What turns text around, or is half a character, would not survive, or not be harmless.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private OriginalJson() {}

  /** Returns the result as a JSON tree; paths in the order of the findings, which is sorted. */
  public static ObjectNode tree(Verdict verdict) {
    return tree(verdict.findings());
  }

  static ObjectNode tree(List<Finding> findings) {
    ObjectNode result = object();
    for (Reason reason : List.of(Reason.INVALID_HASH, Reason.FILE_MISSING, Reason.EXTRA_FILE)) {
      findings.stream()
          .filter(finding -> finding.isProblem() && finding.reason() == reason)
          .forEach(finding -> putFile(result, finding));
    }
    findings.stream()
        .filter(finding -> finding.isProblem() && !isAboutDigests(finding.reason()))
        .findFirst()
        .ifPresent(
            finding -> {
              ObjectNode exception = result.putObject("EXCEPTION");
              exception.put("class", EXCEPTION_CLASS);
              exception.put("message", whole(message(finding)));
              result.put("REASON", finding.reason().name());
            });
    return result;
  }

  /** Returns the result as indented JSON text. */
  public static String text(Verdict verdict) {
    return text(tree(verdict));
  }

  /** Returns the results of several bundles by their ids; see {@link DistinctNames}. */
  public static String text(List<CheckedBundle> checked) {
    ObjectNode all = object();
    DistinctNames.of(
            checked, CheckedBundle::name, CheckedBundle::fileName, each -> each.source().toString())
        .forEach((name, bundle) -> all.set(whole(name), tree(bundle.verdict())));
    return text(all);
  }

  /** Returns an empty object. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Returns a tree as indented JSON text, in ASCII. */
  public static String text(ObjectNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain objects and strings is always writable", e);
    }
  }

  private static void putFile(ObjectNode result, Finding finding) {
    String group = finding.reason().name();
    ObjectNode files =
        result.get(group) instanceof ObjectNode present ? present : result.putObject(group);
    ObjectNode file = files.putObject(whole(Objects.requireNonNullElse(finding.path(), "")));
    file.put("expected", whole(Objects.requireNonNullElse(finding.expected(), "")));
    file.put("current", whole(Objects.requireNonNullElse(finding.current(), "")));
  }

  /** Halves of characters become escapes: strict readers would turn down the whole text. */
  public static String whole(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                whole.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                whole.appendCodePoint(c);
              }
            });
    return whole.toString();
  }

  static boolean isAboutDigests(Reason reason) {
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
