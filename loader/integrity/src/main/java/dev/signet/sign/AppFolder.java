package dev.signet.sign;

import dev.signet.bundle.Layout;
import dev.signet.bundle.read.Bundle;
import dev.signet.sign.problem.SigningObjection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recognises an app of an original layout by its {@code appinfo/info.xml}. The original signer
 * makes do without; but where that lies above or below, another folder was meant, and a host would
 * never look for the signature in this one.
 */
final class AppFolder {
  private static final String INFO = "appinfo/info.xml";
  private static final String MISSING =
      "There is no " + INFO + " in it; no host takes it for an app.";

  private AppFolder() {}

  /**
   * Returns what speaks against this being the app's folder; says where the app seems to lie.
   *
   * @param notices where to put that there may be none
   */
  static Optional<SigningObjection> objection(
      Path source, Bundle bundle, Layout layout, List<String> notices) {
    if (layout.isCore() || layout == Layout.PLUGIN) {
      return Optional.empty();
    }
    List<String> names = bundle.entries().stream().map(entry -> entry.path().value()).toList();
    if (names.contains(INFO)) {
      return Optional.empty();
    }
    Optional<String> remedy = remedy(source.toAbsolutePath().normalize(), names);
    if (remedy.isEmpty()) {
      notices.add(MISSING + " Add it, unless the host knows the app by other means.");
    }
    return remedy.map(text -> SigningObjection.of(SigningObjection.NO_APP, MISSING, text));
  }

  private static Optional<String> remedy(Path source, List<String> names) {
    List<String> inside =
        names.stream()
            .filter(name -> name.endsWith("/" + INFO))
            .map(name -> name.substring(0, name.length() - INFO.length()))
            .sorted()
            .toList();
    if (!inside.isEmpty()) {
      return Optional.of(
          Files.isDirectory(source)
              ? "Sign " + source.resolve(inside.get(0)) + more(inside) + "."
              : "Pack the content of " + inside.get(0) + ", not the folder itself, and sign that.");
    }
    for (Path above = source.getParent(); above != null; above = above.getParent()) {
      if (Files.isDirectory(source) && Files.isRegularFile(above.resolve(INFO))) {
        return Optional.of("Sign " + above + ".");
      }
    }
    return names.isEmpty()
        ? Optional.of("Name the folder that contains appinfo, or an archive of its content.")
        : Optional.empty();
  }

  private static String more(List<String> inside) {
    return inside.size() == 1 ? "" : ", or each of the " + inside.size() + " apps in it by itself";
  }
}
