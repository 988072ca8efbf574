package dev.signet.admit;

import dev.signet.manifest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of files and folders made of ids, which their authors choose. No two ids share a name, not
 * even where names differ in case only, and no name means anything to a file system.
 */
public final class SafeName {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9_-])?");
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d|conin|conout)(\\..*)?");
  private static final Pattern MADE = Pattern.compile("p-[a-z0-9_-]{0,40}\\+[0-9a-f]{24}");
  private static final int MOST_CHARS = 40;
  private static final int DIGEST_HEX = 24;

  private SafeName() {}

  /** Returns whether this is the name of some id. */
  public static boolean isOne(String name) {
    return of(name).equals(name) || MADE.matcher(name).matches();
  }

  /**
   * Returns the id itself where it is a plain lower-case name, and else what is plain of it with a
   * digest; the {@code +} between the two never is in an id that stays as it is.
   */
  public static String of(String id) {
    if (PLAIN.matcher(id).matches() && !DEVICE.matcher(id).matches()) {
      return id;
    }
    String plain = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    String start = plain.length() > MOST_CHARS ? plain.substring(0, MOST_CHARS) : plain;
    String digest = Digest.over(id.getBytes(StandardCharsets.UTF_8)).hex();
    return "p-" + start + "+" + digest.substring(0, DIGEST_HEX);
  }
}
