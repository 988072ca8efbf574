package dev.signet.report;

import dev.signet.file.NameEncoding;
import dev.signet.trust.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is scanned: a bundle where it lies, or the host's own folder. A bundle that cannot be read
 * does not say which plugin it is, so that it is known by its place and not by its id.
 *
 * @param kind which of the two
 * @param source its absolute path, unescaped; the {@code file:} address of one whose name {@link
 *     NameEncoding cannot be told}, without a slash at its end
 */
public record ScanTarget(Kind kind, String source) {
  private static final int KEY_BYTES = 16;
  private static final String ADDRESS = "file:";

  /** What is scanned. */
  public enum Kind {
    /** A plugin's bundle. */
    PLUGIN,
    /** The host's own folder. */
    CORE
  }

  /**
   * Checks that the source is a place, and names it as this JVM's locale can tell it.
   *
   * @throws IllegalArgumentException when it is no absolute path, and no address of one
   */
  public ScanTarget {
    Objects.requireNonNull(kind, "kind");
    Path path = pathOf(source);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("source: '" + source + "' is no absolute path");
    }
    source = absolute(path);
  }

  // Not left to the compiler: see TrustAnchor.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScanTarget that && kind == that.kind && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** Returns the target of a plugin's bundle. */
  public static ScanTarget plugin(Path source) {
    return new ScanTarget(Kind.PLUGIN, absolute(source));
  }

  /** Returns the target of the host's own folder. */
  public static ScanTarget core(Path folder) {
    return new ScanTarget(Kind.CORE, absolute(folder));
  }

  /** Returns whether it is the host's own folder. */
  public boolean isCore() {
    return kind == Kind.CORE;
  }

  /** Returns where it lies. */
  public Path path() {
    return pathOf(source);
  }

  private static Path pathOf(String source) {
    if (isAddress(source)) {
      return Path.of(URI.create(source));
    }
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      // Written in a locale that could tell it.
      return Path.of(URI.create(addressOf(source)));
    }
  }

  /** Returns the address, which has each byte of the name, whatever the locale. */
  private static String addressOf(String path) {
    StringBuilder address = new StringBuilder(ADDRESS).append("//");
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b == '/' || Character.isLetterOrDigit(b)) {
        address.append((char) b);
      } else {
        address.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return address.toString();
  }

  /**
   * Returns the name of its file or folder, unescaped, or as its address has it; {@code core} for
   * the host's own.
   */
  public String fileName() {
    if (isCore()) {
      return Scope.CORE;
    }
    if (isAddress(source)) {
      return source.substring(source.lastIndexOf('/') + 1);
    }
    Path name = path().getFileName();
    return name == null ? source : name.toString();
  }

  /**
   * Returns a name that is safe in an address and the same after a restart: 32 hex digits of
   * SHA-256 over kind and path.
   */
  public String key() {
    byte[] text = (kind + " " + source).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** No absolute path begins like this. */
  private static boolean isAddress(String source) {
    return source.startsWith(ADDRESS);
  }

  private static String absolute(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (NameEncoding.canTell(absolute)) {
      return absolute.toString();
    }
    // An address has each byte of the name, and a slash while there is a folder.
    String address = absolute.toUri().toString();
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
