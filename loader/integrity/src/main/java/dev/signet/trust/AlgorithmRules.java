package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which signature algorithms of bundles a host accepts under each profile, and until when. A host
 * takes away from what the profile allows; nothing adds to it. Immutable.
 */
@Internal
public final class AlgorithmRules {

  /** What the profiles allow, without an end. */
  static final AlgorithmRules DEFAULT = new AlgorithmRules(Map.of(), Map.of());

  private static final Set<SignatureAlgorithm> VERSION_2 =
      Set.of(SignatureAlgorithm.RSA_PSS_SHA384, SignatureAlgorithm.ECDSA_P384_SHA384);

  private final Map<AnchorProfile, Set<SignatureAlgorithm>> allowed;
  private final Map<AnchorProfile, Map<SignatureAlgorithm, Instant>> ends;

  private AlgorithmRules(
      Map<AnchorProfile, Set<SignatureAlgorithm>> allowed,
      Map<AnchorProfile, Map<SignatureAlgorithm, Instant>> ends) {
    this.allowed = Map.copyOf(allowed);
    this.ends = Map.copyOf(ends);
  }

  /** Returns these rules with only these algorithms under a profile. */
  AlgorithmRules allowing(AnchorProfile profile, Set<SignatureAlgorithm> algorithms) {
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("algorithms: is empty; nothing could ever be trusted");
    }
    algorithms.forEach(algorithm -> requireKnown(profile, algorithm));
    Map<AnchorProfile, Set<SignatureAlgorithm>> narrowed = new EnumMap<>(AnchorProfile.class);
    narrowed.putAll(allowed);
    narrowed.put(profile, Set.copyOf(algorithms));
    return new AlgorithmRules(narrowed, ends);
  }

  /** Returns these rules with an end to an algorithm under a profile. */
  AlgorithmRules ending(AnchorProfile profile, SignatureAlgorithm algorithm, Instant end) {
    requireKnown(profile, algorithm);
    Map<SignatureAlgorithm, Instant> ofProfile = new EnumMap<>(SignatureAlgorithm.class);
    ofProfile.putAll(ends.getOrDefault(profile, Map.of()));
    ofProfile.put(algorithm, end);
    Map<AnchorProfile, Map<SignatureAlgorithm, Instant>> all = new EnumMap<>(AnchorProfile.class);
    all.putAll(ends);
    all.put(profile, Map.copyOf(ofProfile));
    return new AlgorithmRules(allowed, all);
  }

  /**
   * Returns what speaks against a bundle's algorithm under an anchor: a problem when it is not
   * accepted, or not any more; a notice when it is on its way out.
   */
  public Optional<Finding> check(TrustAnchor anchor, SignatureAlgorithm algorithm, Instant at) {
    if (!allowed(anchor.profile()).contains(algorithm)) {
      return Optional.of(weak(algorithm, "which this trust anchor does not accept"));
    }
    Optional<Instant> end = end(anchor, algorithm);
    if (end.isEmpty()) {
      return algorithm == SignatureAlgorithm.RSA_PSS_SHA1
          ? Optional.of(legacy(algorithm, "still accepts").asNotice())
          : Optional.empty();
    }
    boolean over = !at.isBefore(end.get());
    Finding finding = legacy(algorithm, (over ? "accepted until " : "accepts until ") + end.get());
    return Optional.of(over ? finding : finding.asNotice());
  }

  /** Returns every end that is set here, with the id of what ends. */
  public Stream<Map.Entry<String, Instant>> ends() {
    return ends.values().stream()
        .flatMap(ofProfile -> ofProfile.entrySet().stream())
        .map(end -> Map.entry(end.getKey().id(), end.getValue()));
  }

  /** Returns all of it in one text, the same for the same rules. */
  @Override
  public String toString() {
    Map<AnchorProfile, Set<SignatureAlgorithm>> sortedAllowed = new TreeMap<>();
    allowed.forEach(
        (profile, algorithms) -> sortedAllowed.put(profile, EnumSet.copyOf(algorithms)));
    Map<AnchorProfile, Map<SignatureAlgorithm, Instant>> sortedEnds = new TreeMap<>();
    ends.forEach((profile, ofProfile) -> sortedEnds.put(profile, new TreeMap<>(ofProfile)));
    return sortedAllowed + " " + sortedEnds;
  }

  private Set<SignatureAlgorithm> allowed(AnchorProfile profile) {
    return allowed.getOrDefault(profile, known(profile));
  }

  // Of two ends the earlier one.
  private Optional<Instant> end(TrustAnchor anchor, SignatureAlgorithm algorithm) {
    Instant ofProfile = ends.getOrDefault(anchor.profile(), Map.of()).get(algorithm);
    Stream<Instant> ofAnchor =
        algorithm == SignatureAlgorithm.RSA_PSS_SHA1
            ? anchor.legacyUntil().stream()
            : Stream.empty();
    return Stream.concat(Stream.ofNullable(ofProfile), ofAnchor).min(Comparator.naturalOrder());
  }

  private static Set<SignatureAlgorithm> known(AnchorProfile profile) {
    return switch (profile) {
      case STANDARD -> VERSION_2;
      case NEXTCLOUD -> EnumSet.allOf(SignatureAlgorithm.class);
      case OWNCLOUD ->
          throw new IllegalArgumentException(
              "profile: OWNCLOUD judges by NEXTCLOUD and STANDARD; restrict these");
    };
  }

  private static void requireKnown(AnchorProfile profile, SignatureAlgorithm algorithm) {
    if (!known(profile).contains(algorithm)) {
      throw new IllegalArgumentException(
          "algorithm: profile " + profile + " never allows " + algorithm.id());
    }
  }

  private static Finding legacy(SignatureAlgorithm algorithm, String rest) {
    return weak(algorithm, "a legacy algorithm that this trust anchor " + rest);
  }

  private static Finding weak(SignatureAlgorithm algorithm, String rest) {
    return Finding.of(
        Reason.WEAK_ALGORITHM, "The bundle is signed with " + algorithm.id() + ", " + rest + ".");
  }
}
