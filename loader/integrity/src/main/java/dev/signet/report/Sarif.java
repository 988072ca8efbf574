package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects findings as SARIF 2.1.0 (OASIS Standard, 2020-03-27), which code-scanning services read:
 * one run, one rule for each reason that came up, one result for each finding. Not for use by
 * several threads.
 */
@Internal
public final class Sarif {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  /**
   * Adds what was found about one bundle.
   *
   * @param source where the bundle lies; results are located at it, or at files in it
   */
  public Sarif add(Path source, Verdict verdict) {
    verdict.findings().forEach(finding -> add(source, verdict, finding));
    return this;
  }

  /** Returns the log as indented JSON text. */
  public String text() {
    ObjectNode log = OriginalJson.object();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "signet");
    ArrayNode rules = driver.putArray("rules");
    reasons.forEach(reason -> addRule(rules, reason));
    run.put("columnKind", "utf16CodeUnits");
    run.set("results", results);
    return OriginalJson.text(log);
  }

  private void add(Path source, Verdict verdict, Finding finding) {
    reasons.add(finding.reason());
    ObjectNode result = results.addObject();
    result.put("ruleId", finding.reason().name());
    result.put("level", finding.isProblem() ? "error" : "note");
    result.putObject("message").put("text", Printable.of(text(finding)));
    String path = finding.path();
    boolean inside = path != null && !path.equals(source.toString());
    result
        .putArray("locations")
        .addObject()
        .putObject("physicalLocation")
        .putObject("artifactLocation")
        .put("uri", uri(source) + (inside ? "/" + encoded(String.valueOf(path)) : ""));
    ObjectNode properties = result.putObject("properties");
    properties.put("plugin", OriginalJson.whole(verdict.subject().id()));
    putIfPresent(properties, "expected", finding.expected());
    putIfPresent(properties, "current", finding.current());
  }

  private static void putIfPresent(ObjectNode properties, String name, @Nullable String value) {
    if (value != null) {
      properties.put(name, OriginalJson.whole(value));
    }
  }

  /** What can be done about any problem of a rule, the rule says. */
  private static String text(Finding finding) {
    Remedy own = finding.ownRemedy();
    return own == null ? finding.detail() : finding.detail() + " " + own.forAuthor();
  }

  private static void addRule(ArrayNode rules, Reason reason) {
    ObjectNode rule = rules.addObject();
    rule.put("id", reason.name());
    rule.putObject("shortDescription").put("text", words(reason));
    rule.putObject("help").put("text", help(reason.remedy()));
  }

  private static String help(Remedy remedy) {
    boolean same = remedy.forAuthor().equals(remedy.forAdministrator());
    return same
        ? remedy.forAuthor()
        : "The author: " + remedy.forAuthor() + " A host: " + remedy.forAdministrator();
  }

  private static String words(Reason reason) {
    String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A relative path stays relative: the reader knows what to. */
  private static String uri(Path source) {
    StringBuilder uri = new StringBuilder(source.isAbsolute() ? "file://" : "");
    if (source.isAbsolute() && !source.toString().startsWith("/")) {
      uri.append('/');
    }
    String separator = source.getFileSystem().getSeparator();
    return uri.append(encoded(source.toString().replace(separator, "/"))).toString();
  }

  /** RFC 3986, section 2.1. */
  private static String encoded(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf((char) b) >= 0) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }
}
