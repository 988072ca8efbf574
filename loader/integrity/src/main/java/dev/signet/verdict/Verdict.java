package dev.signet.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A fact about a bundle's bytes under a set of trust anchors at one instant. What is done with it
 * is a policy's {@code Decision}.
 */
public sealed interface Verdict {

  /** Returns what the verdict is about. */
  Subject subject();

  /** Returns every finding, {@linkplain Finding#GRAVEST_FIRST what decides} first, then by path. */
  List<Finding> findings();

  /** Returns who signed it, as far as that is proven. */
  Optional<Signer> signer();

  /**
   * Returns who has signed it beside its author, right or not; at most 8, each with another key.
   */
  default List<CoSigner> cosigners() {
    return List.of();
  }

  /** Returns the value of the function for this case. */
  <T> T fold(
      Function<? super Verified, ? extends T> verified,
      Function<? super Unsigned, ? extends T> unsigned,
      Function<? super Rejected, ? extends T> rejected);

  /** Returns whether the bundle is signed, whole and trusted. */
  default boolean isVerified() {
    return this instanceof Verified;
  }

  /** Returns one lower-case word for people: verified, unsigned, modified, untrusted and so on. */
  default String word() {
    return fold(
        verified -> "verified",
        unsigned -> "unsigned",
        rejected -> rejected.state().name().toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the verdict that the findings amount to.
   *
   * @param signer who signed it, as far as path, scope and signature prove it
   * @throws IllegalArgumentException when nothing speaks against the bundle and there is no signer
   */
  static Verdict of(Subject subject, List<Finding> findings, Optional<Signer> signer) {
    return of(subject, findings, signer, List.of());
  }

  /**
   * Returns the verdict that the findings amount to.
   *
   * @param signer who signed it, as far as path, scope and signature prove it
   * @param cosigners who has signed beside that one, right or not
   * @throws IllegalArgumentException when nothing speaks against the bundle and there is no signer
   */
  static Verdict of(
      Subject subject, List<Finding> findings, Optional<Signer> signer, List<CoSigner> cosigners) {
    List<Finding> sorted =
        findings.stream()
            .sorted(
                Finding.GRAVEST_FIRST
                    .thenComparing(Finding::reason)
                    .thenComparing(Finding::path, Comparator.nullsFirst(Comparator.naturalOrder())))
            .distinct()
            .toList();
    List<Finding> problems = sorted.stream().filter(Finding::isProblem).toList();
    if (problems.isEmpty()) {
      return new Verified(
          subject,
          sorted,
          signer.orElseThrow(
              () -> new IllegalArgumentException("no signer, yet nothing speaks against it")),
          cosigners);
    }
    if (problems.stream().allMatch(finding -> finding.reason() == Reason.MISSING_SIGNATURE)) {
      return new Unsigned(subject, sorted);
    }
    return new Rejected(subject, sorted, signer, problems.get(0).reason().state(), cosigners);
  }

  /**
   * Signed by the proven signer, and exactly the signed files are there.
   *
   * @param findings notices only
   */
  record Verified(
      Subject subject, List<Finding> findings, Signer vouchedBy, List<CoSigner> cosigners)
      implements Verdict {
    /** Copies the lists. */
    public Verified {
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(vouchedBy, "vouchedBy");
      findings = List.copyOf(findings);
      cosigners = List.copyOf(cosigners);
    }

    /** Signed by nobody else. */
    public Verified(Subject subject, List<Finding> findings, Signer vouchedBy) {
      this(subject, findings, vouchedBy, List.of());
    }

    @Override
    public Optional<Signer> signer() {
      return Optional.of(vouchedBy);
    }

    @Override
    public <T> T fold(
        Function<? super Verified, ? extends T> verified,
        Function<? super Unsigned, ? extends T> unsigned,
        Function<? super Rejected, ? extends T> rejected) {
      return verified.apply(this);
    }
  }

  /** Nobody vouches for it, and that is all there is to say against it. */
  record Unsigned(Subject subject, List<Finding> findings) implements Verdict {
    /** Copies the findings. */
    public Unsigned {
      Objects.requireNonNull(subject, "subject");
      findings = List.copyOf(findings);
    }

    @Override
    public Optional<Signer> signer() {
      return Optional.empty();
    }

    @Override
    public <T> T fold(
        Function<? super Verified, ? extends T> verified,
        Function<? super Unsigned, ? extends T> unsigned,
        Function<? super Rejected, ? extends T> rejected) {
      return unsigned.apply(this);
    }
  }

  /**
   * Something speaks against it.
   *
   * @param signer who signed it, when path, scope and signature hold but something else does not
   * @param state the gravest of the problems
   */
  record Rejected(
      Subject subject,
      List<Finding> findings,
      Optional<Signer> signer,
      Reason.State state,
      List<CoSigner> cosigners)
      implements Verdict {
    /** Copies the lists. */
    public Rejected {
      cosigners = List.copyOf(cosigners);
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(signer, "signer");
      Objects.requireNonNull(state, "state");
      findings = List.copyOf(findings);
    }

    @Override
    public <T> T fold(
        Function<? super Verified, ? extends T> verified,
        Function<? super Unsigned, ? extends T> unsigned,
        Function<? super Rejected, ? extends T> rejected) {
      return rejected.apply(this);
    }
  }
}
