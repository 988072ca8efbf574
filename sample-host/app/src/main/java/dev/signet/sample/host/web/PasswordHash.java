package dev.signet.sample.host.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password that is known only by its hash: Argon2id (RFC 9106), written in the PHC string format,
 * as the {@code argon2} program writes it with {@code -id -e}. Immutable.
 *
 * <p>Bouncy Castle computes it, since that is on the class path anyway.
 */
public final class PasswordHash {
  /** The least that OWASP's password storage cheat sheet recommends. */
  private static final Cost DEFAULT_COST = new Cost(19_456, 2, 1);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_PASSWORD_CHARS = 1_024;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt;
    this.hash = hash;
  }

  /** What one guess costs: memory in KiB, passes over it, and lanes. */
  private record Cost(int memory, int passes, int lanes) {
    private static final int MAX_MEMORY = 1 << 20;
    private static final int MAX_PASSES = 20;
    private static final int MAX_LANES = 16;

    boolean isBearable() {
      return within(lanes, 1, MAX_LANES)
          && within(memory, 8 * lanes, MAX_MEMORY)
          && within(passes, 1, MAX_PASSES);
    }

    private static boolean within(int value, int least, int most) {
      return value >= least && value <= most;
    }
  }

  /** Returns the hash of a password, with a salt of its own. */
  public static PasswordHash of(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(DEFAULT_COST, salt, compute(password, DEFAULT_COST, salt, HASH_BYTES));
  }

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException when the text is none, or would cost more than 1 GiB, 20
   *     passes or 16 lanes to check; never repeats the text
   */
  public static PasswordHash parse(String text) {
    Matcher phc = PHC.matcher(text);
    if (!phc.matches()) {
      throw new IllegalArgumentException(
          "should be an Argon2id hash like $argon2id$v=19$m=19456,t=2,p=1$salt$hash");
    }
    Cost cost =
        new Cost(
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)));
    if (!cost.isBearable()) {
      throw new IllegalArgumentException(
          "should have m up to 1048576 and at least 8 for each p, t up to 20, p up to 16");
    }
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return new PasswordHash(cost, base64.decode(phc.group(4)), base64.decode(phc.group(5)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a salt or hash that is not Base64", e);
    }
  }

  /** Returns whether this is the password; takes as long for a wrong one as for the right one. */
  public boolean matches(String password) {
    return password.length() <= MAX_PASSWORD_CHARS
        && MessageDigest.isEqual(hash, compute(password, cost, salt, hash.length));
  }

  /** Returns the hash in the PHC string format. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.format(
        Locale.ROOT,
        "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
        cost.memory(),
        cost.passes(),
        cost.lanes(),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  private static byte[] compute(String password, Cost cost, byte[] salt, int length) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memory())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
