package dev.signet.trust;

import dev.signet.trust.live.LiveTrust;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How up to date trust is, and what an administrator should know of it, for reports.
 *
 * @param sources where a {@link LiveTrust} looks, in the order they were configured: folders and
 *     addresses
 * @param concerns what does not count although somebody may think that it does, and who else can
 *     change what counts; changes no verdict
 */
public record TrustStatus(List<Source> sources, List<Concern> concerns) {

  /** Nothing is followed, and there is nothing to know. */
  public static final TrustStatus NONE = new TrustStatus(List.of(), List.of());

  /** Copies the lists. */
  public TrustStatus {
    sources = List.copyOf(sources);
    concerns = List.copyOf(concerns);
  }

  /** Returns whether the last look at each source succeeded. */
  public boolean isInOrder() {
    return sources.stream().allMatch(Source::isInOrder);
  }

  /** Returns all that an administrator should look at: sources that failed, then the concerns. */
  public List<Concern> allConcerns() {
    Stream<Concern> failed =
        sources.stream()
            .filter(source -> !source.isInOrder())
            .flatMap(
                source ->
                    source.lastFailure().stream()
                        .map(
                            failure ->
                                new Concern(
                                    Concern.Kind.NOT_UP_TO_DATE, source.place(), failure.cause())));
    return Stream.concat(failed, concerns.stream()).toList();
  }

  /**
   * Something that changes no verdict by itself, and that an administrator should know.
   *
   * @param kind what it is, for programs
   * @param place the file, folder or address it is about
   * @param text a sentence for an admin, unescaped: file or folder, cause and remedy
   */
  public record Concern(Kind kind, String place, String text) {
    /** Checks that nothing is null. */
    public Concern {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(text, "text");
    }

    /** What there is to know. */
    public enum Kind {
      /** The last look at it failed; what was read before counts. */
      NOT_UP_TO_DATE,
      /** It lies in a trust folder and is not read: its name does not say that it counts. */
      NOT_READ,
      /** A file of revocation lists holds a certificate that counts nowhere. */
      CERTIFICATE_BESIDE_LIST,
      /** It is an authority for development, which counts on no channel that enforces. */
      FOR_DEVELOPMENT,
      /** Somebody else can change it, and so decide whom this host trusts. */
      CHANGEABLE_BY_OTHERS
    }
  }

  /** Returns what to know of an authority that is for development only. */
  static Concern ofDevelopment(Path file) {
    return new Concern(
        Concern.Kind.FOR_DEVELOPMENT,
        file.toString(),
        file
            + " holds an authority for development: what is signed under it is not admitted on the"
            + " channel stable; take the file away where nobody develops.");
  }

  /**
   * One place that trust comes from.
   *
   * @param place a folder's path or an address
   * @param isInOrder whether the last look at it succeeded, or there was none
   * @param lastSuccess when it last gave all it should; empty for never
   * @param lastFailure when it last did not, and why; empty for never
   * @param list what it gave, where it gives a revocation list and did so once
   */
  public record Source(
      String place,
      boolean isInOrder,
      Optional<Instant> lastSuccess,
      Optional<Failure> lastFailure,
      Optional<Delivered> list) {

    /** Checks that nothing is null. */
    public Source {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(lastSuccess, "lastSuccess");
      Objects.requireNonNull(lastFailure, "lastFailure");
      Objects.requireNonNull(list, "list");
    }

    /** A place nobody has looked at yet. */
    public static Source unseen(String place) {
      return new Source(place, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Source succeeded(Instant at) {
      return new Source(place, true, Optional.of(at), lastFailure, list);
    }

    public Source failed(Instant at, String cause) {
      return new Source(place, false, lastSuccess, Optional.of(new Failure(at, cause)), list);
    }

    public Source gave(RevocationList newest) {
      Delivered delivered = new Delivered(newest.issuer(), newest.number(), newest.nextUpdate());
      return new Source(place, isInOrder, lastSuccess, lastFailure, Optional.of(delivered));
    }
  }

  /**
   * A failure.
   *
   * @param at when
   * @param cause sentences for an admin, unescaped: file or address, cause and remedy
   */
  public record Failure(Instant at, String cause) {
    /** Checks that nothing is null. */
    public Failure {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * A revocation list that counts.
   *
   * @param issuer its issuer's distinguished name (RFC 4514), for people
   * @param number its number, where it has one
   * @param nextUpdate when the next one is due
   */
  public record Delivered(String issuer, Optional<BigInteger> number, Instant nextUpdate) {
    /** Checks that nothing is null. */
    public Delivered {
      Objects.requireNonNull(issuer, "issuer");
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(nextUpdate, "nextUpdate");
    }
  }
}
