package dev.signet.library;

import com.fasterxml.jackson.core.Version;
import java.security.CodeSource;
import java.util.Locale;

/**
 * Whether the libraries that a host brings are new enough. A host's build, such as Spring Boot's,
 * often chooses older ones than Signet names, and what is missing in them would otherwise show as a
 * NoSuchMethodError in the middle of the work.
 */
public final class HostLibraries {
  /** The oldest minor version of Jackson 2 that has the limits which readers here set. */
  private static final int JACKSON_MINOR = 18;

  private static final String RAISE =
      "Raise its version through the BOM com.fasterxml.jackson:jackson-bom: in Maven import it in"
          + " dependencyManagement, in Gradle add it as a platform, with Spring Boot before 3.4 set"
          + " the property jackson-bom.version.";

  private static volatile boolean good;

  private HostLibraries() {}

  /**
   * Checks them once a process; to be called wherever work begins that needs them: a verifier, a
   * signer, settings.
   *
   * @throws IllegalStateException when one is missing or too old: which version it is, where it
   *     lies, and how to raise it
   */
  public static void check() {
    if (good) {
      return;
    }
    try {
      check(
          "jackson-core",
          com.fasterxml.jackson.core.json.PackageVersion.VERSION,
          com.fasterxml.jackson.core.json.PackageVersion.class);
      check(
          "jackson-databind",
          com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION,
          com.fasterxml.jackson.databind.cfg.PackageVersion.class);
      good = true;
    } catch (LinkageError e) {
      throw new IllegalStateException(message("it cannot be loaded (" + e + ")", remedy()), e);
    }
  }

  private static void check(String name, Version version, Class<?> type) {
    boolean old = version.getMajorVersion() <= 2 && version.getMinorVersion() < JACKSON_MINOR;
    if (old && !version.isUnknownVersion()) {
      throw new IllegalStateException(
          message(
              String.format(Locale.ROOT, "here %s is %s (%s)", name, version, place(type)), RAISE));
    }
  }

  private static String message(String found, String remedy) {
    return String.format(
        Locale.ROOT,
        "Signet needs Jackson 2.%d or newer, and %s. %s",
        JACKSON_MINOR,
        found,
        remedy);
  }

  /**
   * Says what to do where it is missing: of the module path, only what a module requires counts.
   */
  private static String remedy() {
    return HostLibraries.class.getModule().isNamed()
        ? "On the module path start the host with --add-modules ALL-MODULE-PATH,ALL-DEFAULT, so that Java"
            + " finds what Signet uses; and see that it is there."
        : RAISE;
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? "from an unknown place" : String.valueOf(source.getLocation());
  }
}
