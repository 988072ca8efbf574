package dev.signet.sign;

import dev.signet.bundle.EntryPath;
import dev.signet.sign.problem.SigningObjection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells by their names files that nobody means to ship: what version control systems, operating
 * systems and editors keep in a folder. They differ from one checkout to the next, and tell more
 * than the author wants to.
 */
final class UnwantedFiles {
  private static final Map<String, String> VERSION_CONTROL =
      Map.of(
          ".git",
          "Git",
          ".svn",
          "Subversion",
          ".hg",
          "Mercurial",
          ".bzr",
          "Bazaar",
          "cvs",
          "CVS",
          "_darcs",
          "Darcs",
          ".fslckout",
          "Fossil",
          ".jj",
          "Jujutsu");

  private static final Set<String> CLUTTER =
      Set.of(
          ".ds_store",
          ".appledouble",
          ".lsoverride",
          ".spotlight-v100",
          ".trashes",
          ".fseventsd",
          "__macosx",
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "$recycle.bin",
          ".directory");

  /** AppleDouble, NFS, Vim, Emacs, other editors, and what a killed signer leaves. */
  private static final Pattern CLUTTER_FORM =
      Pattern.compile(
          "\\._.+|\\.nfs[0-9a-f]{8,}|\\..+\\.sw[a-p]|\\.#.+|.+~|#.+#|\\.trash-\\d+|\\.signet-.+");

  private UnwantedFiles() {}

  /** Returns what speaks against signing a file of this name, if anything does. */
  static Optional<SigningObjection> objection(EntryPath path) {
    for (String segment : path.value().split("/", -1)) {
      String name = segment.toLowerCase(Locale.ROOT);
      String system = VERSION_CONTROL.get(name);
      if (system != null) {
        return Optional.of(
            new SigningObjection(
                SigningObjection.VERSION_CONTROL,
                path.value(),
                "This is data of " + system + ", not of the plugin.",
                "Sign an exported or built tree, not a checkout."));
      }
      if (CLUTTER.contains(name) || CLUTTER_FORM.matcher(name).matches()) {
        return Optional.of(
            new SigningObjection(
                SigningObjection.CLUTTER,
                path.value(),
                "This was left here by an operating system or an editor.",
                "Delete it, and sign again."));
      }
    }
    return Optional.empty();
  }
}
