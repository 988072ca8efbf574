package dev.signet.oci;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a bundle lies in a registry, written {@code oci:registry.example/plugins/clock@sha256:…}.
 * The forms of its parts are those of the OCI distribution spec, so that none leads elsewhere in
 * the registry.
 *
 * @param registry host name or address, with the port where it has one
 * @param repository path within it
 * @param version digest or tag; empty where none is written
 */
public record OciReference(String registry, String repository, Optional<String> version) {
  private static final String SCHEME = "oci:";
  private static final int MOST_CHARS = 600;
  private static final int MOST_REPOSITORY_CHARS = 255;
  private static final Pattern FORM =
      Pattern.compile("oci:([^/@]+)/([^@:]+)(?::([^@:]+)|@(sha256:[^@:]+))?");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9A-Fa-f:]+])(?::[0-9]{1,5})?");
  private static final String WORD = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(WORD + "(?:/" + WORD + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /**
   * Checks the forms.
   *
   * @throws IllegalArgumentException when a part cannot be
   */
  public OciReference {
    require(isServer(registry), registry);
    require(
        repository.length() <= MOST_REPOSITORY_CHARS && matches(REPOSITORY, repository),
        repository);
    version.ifPresent(text -> require(Sha256.isDigest(text) || matches(TAG, text), text));
  }

  /** Returns whether a location is meant to be one of these, well written or not. */
  public static boolean isMeant(String location) {
    return location.startsWith(SCHEME);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message says how they are written
   */
  public static OciReference parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.length() > MOST_CHARS || !parts.matches()) {
      throw unreadable(text);
    }
    try {
      return new OciReference(
          parts.group(1),
          parts.group(2),
          Optional.ofNullable(parts.group(3)).or(() -> Optional.ofNullable(parts.group(4))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(unreadable(text).getMessage() + " " + e.getMessage(), e);
    }
  }

  /** Returns whether a text is a digest as registries write them: {@code sha256:} and 64 digits. */
  @Internal
  public static boolean isDigest(String text) {
    return Sha256.isDigest(text);
  }

  /** Returns whether it can only ever be one bundle: it names a digest. */
  public boolean isPinned() {
    return version.filter(Sha256::isDigest).isPresent();
  }

  /**
   * Returns the same place with a digest in place of what it names now.
   *
   * @throws IllegalArgumentException when it is no digest
   */
  public OciReference pinned(String digest) {
    require(Sha256.isDigest(digest), digest);
    return new OciReference(registry, repository, Optional.of(digest));
  }

  /** Returns it as it is written. */
  @Override
  public String toString() {
    return SCHEME
        + registry
        + "/"
        + repository
        + version.map(text -> (Sha256.isDigest(text) ? "@" : ":") + text).orElse("");
  }

  /** Returns a server's name, with its port where it has one, when it is such. */
  static String requireServer(String text) {
    if (!isServer(text)) {
      throw new IllegalArgumentException(
          "'" + Printable.of(text) + "' is no host, or host and port, such as auth.example");
    }
    return text;
  }

  private static boolean isServer(String text) {
    return text.length() <= MOST_REPOSITORY_CHARS && matches(REGISTRY, text);
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  private static void require(boolean holds, String part) {
    if (!holds) {
      throw new IllegalArgumentException("'" + Printable.of(part) + "' cannot be a part of it.");
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "'"
            + Printable.of(text)
            + "' is no place in a registry: write oci:registry.example/plugins/clock@sha256: and 64"
            + " hex digits.");
  }
}
