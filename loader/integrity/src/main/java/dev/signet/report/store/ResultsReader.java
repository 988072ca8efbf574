package dev.signet.report.store;

import dev.signet.policy.Decision;
import dev.signet.policy.Enforcement;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads kept results, of which every value must have its type. What is not so is an {@link
 * IllegalArgumentException} or a {@link java.time.DateTimeException} that says what. Members nobody
 * knows are passed over: a later version may have added them.
 */
final class ResultsReader {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private ResultsReader() {}

  static ResultsDocument document(Object root) {
    Object version = member(root, "version");
    require(
        version.equals(ResultsDocument.VERSION),
        String.format(
            Locale.ROOT,
            "it has version %.20s of the format, and only version %d is known here",
            version,
            ResultsDocument.VERSION));
    List<IntegrityState> states = new ArrayList<>();
    list(root, "targets").forEach(target -> states.add(state(target)));
    return new ResultsDocument(instant(root, "lastRescan"), states);
  }

  private static IntegrityState state(Object node) {
    ScanTarget target =
        new ScanTarget(word(ScanTarget.Kind.class, node, "kind"), text(node, "source"));
    return new IntegrityState(
        target,
        optional(node, "result").map(result -> result(target, result)),
        optional(node, "failure").map(ResultsReader::failure),
        false);
  }

  private static FailedScan failure(Object node) {
    return new FailedScan(
        instant(text(node, "at")), word(ScanTrigger.class, node, "occasion"), text(node, "cause"));
  }

  private static IntegrityResult result(ScanTarget target, Object node) {
    return IntegrityResult.of(target, decision(node))
        .scanned(instant(text(node, "scannedAt")), word(ScanTrigger.class, node, "occasion"))
        .engineVersion(text(node, "engineVersion"))
        .refusedOnStable(flag(node, "refusedOnStable"))
        .checkingOff(flag(node, "checkingOff"))
        .lists(lists(member(node, "lists")))
        .omittedFindings(count(node, "omittedFindings"))
        .build();
  }

  private static RevocationFreshness lists(Object node) {
    return new RevocationFreshness(
        count(node, "count"),
        instant(node, "nextUpdate"),
        flag(node, "inOrder"),
        instant(node, "lastSuccess"));
  }

  private static Decision decision(Object node) {
    Subject subject =
        new Subject(
            text(node, "id"),
            text(node, "pluginVersion"),
            text(node, "contentDigest"),
            Objects.requireNonNullElse(textOrNull(node, "filesDigest"), ""));
    Verdict verdict =
        Verdict.of(
            subject,
            findings(node, "findings"),
            optional(node, "signer").map(ResultsReader::signer),
            cosigners(node));
    return new Decision(
        word(Decision.Action.class, node, "action"),
        verdict,
        findings(node, "circumstances"),
        new ReleaseChannel(text(node, "channel")),
        optional(node, "dimensions").map(ResultsReader::dimensions).orElse(Map.of()),
        text(node, "explanation"));
  }

  private static Map<Dimension, Enforcement> dimensions(Object node) {
    Map<Dimension, Enforcement> dimensions = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      if (optional(node, dimension.name()).isPresent()) {
        dimensions.put(dimension, word(Enforcement.class, node, dimension.name()));
      }
    }
    return dimensions;
  }

  private static Signer signer(Object node) {
    return new Signer(
        text(node, "commonName"),
        text(node, "issuer"),
        text(node, "serialNumber"),
        text(node, "keyId"),
        instant(text(node, "notBefore")),
        instant(text(node, "notAfter")),
        text(node, "algorithm"),
        text(node, "anchor"));
  }

  private static List<CoSigner> cosigners(Object node) {
    if (optional(node, "cosigners").isEmpty()) {
      return List.of();
    }
    List<CoSigner> cosigners = new ArrayList<>();
    for (Object cosigner : list(node, "cosigners")) {
      cosigners.add(
          new CoSigner(
              text(cosigner, "commonName"),
              text(cosigner, "issuer"),
              text(cosigner, "keyId"),
              instant(text(cosigner, "notAfter")),
              findings(cosigner, "findings")));
    }
    return cosigners;
  }

  private static List<Finding> findings(Object node, String member) {
    List<Finding> findings = new ArrayList<>();
    for (Object finding : list(node, member)) {
      findings.add(
          new Finding(
              word(Reason.class, finding, "reason"),
              word(Finding.Severity.class, finding, "severity"),
              textOrNull(finding, "path"),
              textOrNull(finding, "expected"),
              textOrNull(finding, "current"),
              text(finding, "detail"),
              optional(finding, "remedy").map(ResultsReader::remedy).orElse(null)));
    }
    return findings;
  }

  private static Remedy remedy(Object node) {
    return new Remedy(text(node, "administrator"), text(node, "author"));
  }

  private static Object member(Object node, String name) {
    return optional(node, name)
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
  }

  private static Optional<Object> optional(Object node, String name) {
    if (node instanceof Map<?, ?> object) {
      return Optional.ofNullable(object.get(name));
    }
    throw new IllegalArgumentException("what holds \"" + name + "\" is no object");
  }

  private static List<?> list(Object node, String name) {
    if (member(node, name) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no list");
  }

  private static String text(Object node, String name) {
    if (member(node, name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no text");
  }

  private static @Nullable String textOrNull(Object node, String name) {
    return optional(node, name).isPresent() ? text(node, name) : null;
  }

  private static Optional<Instant> instant(Object node, String name) {
    return Optional.ofNullable(textOrNull(node, name)).map(ResultsReader::instant);
  }

  /** Calendars and consoles know no instant far from our time; we never wrote one. */
  private static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    require(!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST), "an instant is invalid");
    return instant;
  }

  private static boolean flag(Object node, String name) {
    if (member(node, name) instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("\"" + name + "\" is neither true nor false");
  }

  private static int count(Object node, String name) {
    if (member(node, name) instanceof Integer count && count >= 0) {
      return count;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no count");
  }

  private static <E extends Enum<E>> E word(Class<E> type, Object node, String name) {
    return Enum.valueOf(type, text(node, name));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
