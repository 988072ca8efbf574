package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Which common names are given out: what people can read and tell apart from nothing. */
@Internal
public final class CommonNames {
  /** The longest there is, in characters (RFC 5280 appendix A.1, ub-common-name). */
  public static final int MAX_CHARACTERS = 64;

  /** What they are, for messages. */
  static final String FORM = "1 to " + MAX_CHARACTERS + " visible characters";

  private CommonNames() {}

  /**
   * Returns why a common name is never given out: the rest of a sentence that begins with the name.
   * Empty for 1 to 64 visible characters and blanks, with no blank at either end.
   */
  public static Optional<String> problem(String name) {
    int characters = name.codePointCount(0, name.length());
    if (characters == 0) {
      return Optional.of("is empty");
    }
    if (characters > MAX_CHARACTERS) {
      return Optional.of(
          "has " + characters + " characters, and a certificate has room for " + MAX_CHARACTERS);
    }
    if (!name.strip().equals(name)) {
      return Optional.of("begins or ends with a blank");
    }
    return name.codePoints()
        .filter(c -> !Printable.isVisible(c))
        .mapToObj(
            c ->
                String.format(
                    Locale.ROOT, "contains the character U+%04X, which is not visible", c))
        .findFirst();
  }

  /**
   * Returns a distinguished name of nothing else.
   *
   * @throws IllegalArgumentException when it is never given out
   */
  public static X500Name distinguishedName(String name) {
    problem(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("common name: it " + problem);
            });
    // As a value: from a text that begins with # the builder would read something else.
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.CN, new DERUTF8String(name))
        .build();
  }
}
