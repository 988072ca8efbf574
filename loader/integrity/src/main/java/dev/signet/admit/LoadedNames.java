package dev.signet.admit;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the sealed copies that something was loaded from since this JVM started. It allows
 * some resources, native libraries above all, once per path as long as it lives: also when the host
 * closes its plugin manager and makes another one, or loads this library itself once more. So a
 * system property, which all of them see, says that a store was open here before; which of its
 * copies were loaded then is not known, and all of them count as loaded.
 *
 * <p>Not thread-safe, but for asking.
 */
final class LoadedNames {
  private static final Pattern RENEWED = Pattern.compile("-r[0-9]{1,18}$");

  private final String property;
  private final @Nullable Long before;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private long renewals;

  /**
   * @param root real path of the state directory
   */
  LoadedNames(Path root) {
    property = "dev.signet.loaded-from." + root;
    before = Long.getLong(property);
    renewals = before == null ? 0 : before;
  }

  /** Records that something is loaded from a copy. */
  void add(String name) {
    if (names.add(name)) {
      used(renewalOf(name));
    }
  }

  /** Returns whether something was, or may have been, loaded from a copy. */
  boolean contains(String name) {
    return names.contains(name) || (before != null && renewalOf(name) <= before);
  }

  /** Returns a name for the same copy that nothing was loaded from. */
  String next(String name) {
    used(Math.max(renewals, renewalOf(name)) + 1);
    return baseOf(name) + "-r" + renewals;
  }

  private void used(long renewal) {
    renewals = Math.max(renewals, renewal);
    System.setProperty(property, Long.toString(renewals));
  }

  /** Returns the name that a copy was given first. */
  static String baseOf(String name) {
    return RENEWED.matcher(name).replaceFirst("");
  }

  private static long renewalOf(String name) {
    Matcher renewed = RENEWED.matcher(name);
    return renewed.find() ? Long.parseLong(renewed.group().substring(2)) : 0;
  }
}
