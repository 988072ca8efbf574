package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Remedy;
import java.util.Collection;
import java.util.Optional;

/**
 * A plugin that lies in its bundle one folder too deep: in the only folder of a zip or a folder, or
 * as a jar in a folder of its own. Nobody looks for it there, and nothing is wrong with it but
 * that.
 *
 * @param what it is: a plugin, or the host itself
 * @param place the folder, with a slash, or the jar
 * @param remedy how it comes to its right place
 */
@Internal
public record InnerPlugin(String what, String place, Remedy remedy) {
  private static final String PLUGIN = "A plugin";

  /** What macOS packs beside everything. */
  private static final String LITTER = "__MACOSX/";

  /** Returns the one in a bundle; empty when there is none. */
  public static Optional<InnerPlugin> in(
      Collection<EntryPath> paths, BundleKind kind, DescriptorForm form) {
    Collection<EntryPath> files =
        paths.stream().filter(path -> !path.value().startsWith(LITTER)).toList();
    if (files.isEmpty() || kind == BundleKind.JAR) {
      return Optional.empty();
    }
    String first = files.iterator().next().value();
    boolean core = form.layout().isCore();
    if (!core && kind == BundleKind.FOLDER && files.size() == 1 && isJar(first)) {
      return Optional.of(jar(first));
    }
    String top = first.substring(0, first.indexOf('/') + 1);
    boolean isWhole =
        !top.isEmpty()
            && files.stream().allMatch(path -> path.value().startsWith(top))
            && files.stream().anyMatch(path -> tellsOfPlugin(path, top, kind, form));
    if (!isWhole) {
      return Optional.empty();
    }
    return Optional.of(core ? host(top) : folder(top, kind));
  }

  /** Returns the same finding with where the plugin lies, and what to do about that. */
  public Finding explain(Finding finding) {
    return new Finding(
        finding.reason(),
        finding.severity(),
        finding.path(),
        finding.expected(),
        finding.current(),
        finding.detail() + " " + what + " lies in " + place + ", one level too deep.",
        remedy);
  }

  private static boolean tellsOfPlugin(
      EntryPath path, String top, BundleKind kind, DescriptorForm form) {
    EntryPath inner = new EntryPath(path.value().substring(top.length()));
    return inner.equals(form.layout().signaturePath(kind)) || form.isDescriptor(kind, inner);
  }

  private static boolean isJar(String name) {
    return name.indexOf('/') < 0
        && BundleKind.ofArchive(name).filter(BundleKind.JAR::equals).isPresent();
  }

  private static InnerPlugin jar(String name) {
    return new InnerPlugin(
        PLUGIN,
        name,
        Remedy.of("Move " + name + " up, to where its folder lies, and remove the folder."));
  }

  private static InnerPlugin host(String top) {
    return new InnerPlugin(
        "The host's code", top, Remedy.of("Name " + top + " within it as the host's folder."));
  }

  private static InnerPlugin folder(String top, BundleKind kind) {
    return new InnerPlugin(
        PLUGIN,
        top,
        kind == BundleKind.ZIP
            ? new Remedy(
                "Zip the content of " + top + ", not the folder itself, or install that folder.",
                "Zip the content of " + top + ", not the folder itself, and sign that.")
            : new Remedy(
                "Move " + top + " up, into the place of the folder around it.",
                "Name " + top + " within it, or move that up, into the place of this folder."));
  }
}
