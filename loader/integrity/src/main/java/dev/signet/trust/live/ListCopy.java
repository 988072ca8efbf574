package dev.signet.trust.live;

import dev.signet.trust.Authorities;
import dev.signet.trust.ListAge;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a copy of a revocation list on disk. It says whose the list is and how old, so that
 * this is still known when the content is damaged.
 *
 * @param authority {@link Authorities#id} of the one who signed the list
 * @param age of the list
 */
record ListCopy(String authority, ListAge age) {

  private static final String NO_NUMBER = "none";
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{64})-(none|[0-9a-f]{1,40})-(-?[0-9]{1,18})\\.crl");

  /** Reads a file's name; empty for any other file. */
  static Optional<ListCopy> of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    String digits = name.group(2);
    Optional<BigInteger> number =
        digits.equals(NO_NUMBER) ? Optional.empty() : Optional.of(new BigInteger(digits, 16));
    Instant issued = Instant.ofEpochSecond(Long.parseLong(name.group(3)));
    return Optional.of(new ListCopy(name.group(1), new ListAge(number, issued)));
  }

  /** Returns the file's name. */
  String fileName() {
    return String.format(
        Locale.ROOT,
        "%s-%s-%d.crl",
        authority,
        age.number().map(number -> number.toString(16)).orElse(NO_NUMBER),
        age.thisUpdate().getEpochSecond());
  }
}
