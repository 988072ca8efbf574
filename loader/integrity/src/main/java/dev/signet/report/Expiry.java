package dev.signet.report;

import java.time.Instant;
import java.util.Objects;

/**
 * Something a host's plugins rely on that runs out unless somebody renews it: what is next, while
 * there is time.
 *
 * @param kind what it is, and what comes of it
 * @param subject whose it is, for people, unescaped
 * @param at when it runs out
 */
public record Expiry(Kind kind, String subject, Instant at) {

  /** What runs out. */
  public enum Kind {
    /** The certificate that signed a plugin. */
    SIGNER(
        "The certificate of",
        "What it signed is refused from then on, unless a timestamp shows that it was signed"
            + " before.",
        "Ask the author for a release signed with a renewed certificate."),
    /** The certificate that signed a plugin beside its author's. */
    COSIGNER(
        "The further signer's certificate of",
        "Its signature counts no longer from then on, unless a timestamp shows that it was made"
            + " before; a plugin for which this host asks for it is then refused.",
        "Ask for a release to which they have added a signature with a renewed certificate."),
    /** A certificate of this host's trust under which plugins are signed. */
    AUTHORITY(
        "The authority's certificate of",
        "What was signed under it is refused from then on, unless a timestamp shows that it was"
            + " signed before, or the anchor's profile puts up with that.",
        "Install the authority's next certificate in the host's trust folder."),
    /** A certificate of this host's trust under which timestamps are made. */
    TIMESTAMP_AUTHORITY(
        "The time-stamping authority's certificate of",
        "Timestamps made before that still count, later ones do not.",
        "Install the time-stamping authority's next certificate in the host's trust folder."),
    /** A revocation list, of which the next one is due. */
    REVOCATION_LIST(
        "The revocation list of",
        "It is reported as stale from then on, and still counts.",
        "See that the authority publishes its next list, and that it reaches this host."),
    /** A revocation list, of which the next one was due and never came. */
    STALE_REVOCATION_LIST(
        "The grace of the stale revocation list of",
        "What that list is asked about is refused from then on.",
        "See that the authority publishes its next list, and that it reaches this host."),
    /** A signature algorithm to which the host has set an end. */
    ALGORITHM(
        "The time that this host has set for",
        "What is signed like that is refused from then on.",
        "Ask the authors for releases signed by another algorithm, or set a later end.");

    private final String label;
    private final String effect;
    private final String remedy;

    Kind(String label, String effect, String remedy) {
      this.label = label;
      this.effect = effect;
      this.remedy = remedy;
    }

    /** Returns what comes of it, as a sentence. */
    public String effect() {
      return effect;
    }

    /** Returns what an administrator can do before that, as a sentence. */
    public String remedy() {
      return remedy;
    }
  }

  /** Checks that nothing is null. */
  public Expiry {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(at, "at");
  }

  /** Returns what it is, unescaped, as the beginning of a sentence. */
  public String what() {
    return kind.label + " " + subject;
  }

  /** Returns what runs out when, what comes of it and what to do, on one line, unescaped. */
  public String sentence() {
    return what() + " runs out at " + When.exact(at) + ". " + kind.effect() + " " + kind.remedy();
  }
}
