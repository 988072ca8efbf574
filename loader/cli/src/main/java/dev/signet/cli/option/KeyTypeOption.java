package dev.signet.cli.option;

import dev.signet.sign.key.KeyType;
import java.util.List;

/** {@code --key-type}: which kind of key to make. */
public final class KeyTypeOption {
  private static final String P384 = "p384";
  private static final String RSA_4096 = "rsa4096";
  private static final String RSA_3072 = "rsa3072";
  private static final String RSA_2048 = "rsa2048";

  private final Option<String> option;

  private KeyTypeOption(Command command, List<String> words) {
    option = command.add(Options.choice("--key-type", words, "Which kind; p384 by default."));
  }

  public static KeyTypeOption ofAuthor(Command command) {
    return new KeyTypeOption(command, List.of(P384, RSA_4096, RSA_3072, RSA_2048));
  }

  /** An authority's key must last longer. */
  public static KeyTypeOption ofAuthority(Command command) {
    return new KeyTypeOption(command, List.of(P384, RSA_4096));
  }

  public boolean isGiven() {
    return option.value().isPresent();
  }

  public KeyType type() throws CommandException {
    return switch (Options.chosen(option, P384)) {
      case RSA_4096 -> KeyType.RSA_4096;
      case RSA_3072 -> KeyType.RSA_3072;
      case RSA_2048 -> KeyType.RSA_2048;
      default -> KeyType.P384;
    };
  }
}
