package dev.signet.verdict;

import java.util.Objects;

/**
 * What to do about a problem: one or two plain sentences for each who may read them, unescaped;
 * printers escape them.
 *
 * @param forAdministrator what whoever runs the host can do
 * @param forAuthor what whoever makes the bundle can do
 */
public record Remedy(String forAdministrator, String forAuthor) {

  /** Nothing is to be done, since somebody has it so on purpose. */
  public static final Remedy NONE = of("");

  /** Checks that nothing is null. */
  public Remedy {
    Objects.requireNonNull(forAdministrator, "forAdministrator");
    Objects.requireNonNull(forAuthor, "forAuthor");
  }

  /** Returns a remedy that is the same for everybody. */
  public static Remedy of(String forAll) {
    return new Remedy(forAll, forAll);
  }

  /** Returns what this reader can do. */
  public String of(Audience audience) {
    return switch (audience) {
      case ADMINISTRATOR -> forAdministrator;
      case AUTHOR -> forAuthor;
    };
  }
}
