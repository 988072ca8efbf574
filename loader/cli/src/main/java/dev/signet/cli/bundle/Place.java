package dev.signet.cli.bundle;

import dev.signet.cli.option.CommandException;
import dev.signet.file.NameEncoding;
import dev.signet.oci.BundleStore;
import dev.signet.oci.BundleTransfer;
import dev.signet.oci.BundleTransfer.Found;
import dev.signet.oci.OciLayout;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where bundles lie, as an option names it: in a registry, or in a folder of digests. */
sealed interface Place {
  /** How both are written, for help and messages. */
  String FORMS = "oci:REGISTRY/REPOSITORY[:TAG|@DIGEST] or layout:FOLDER[@DIGEST]";

  /** Returns the bundle that is there. */
  Found find() throws IOException, CommandException;

  /** Opens it for writing. */
  BundleStore target() throws IOException;

  /** Returns the tag by which a bundle shall be found there, too. */
  Optional<String> tag();

  /**
   * Returns how a file of what is there is called.
   *
   * @return empty where nothing tells
   */
  Optional<String> fileName();

  /**
   * Reads an option's value.
   *
   * @throws CommandException when it is no place
   */
  static Place parse(String option, String text, OciSource source) throws CommandException {
    try {
      if (OciReference.isMeant(text)) {
        return new InRegistry(OciReference.parse(text), source);
      }
      if (text.startsWith(InFolder.SCHEME)) {
        return InFolder.parse(text.substring(InFolder.SCHEME.length()));
      }
    } catch (IllegalArgumentException e) {
      throw CommandException.input(option + ": " + e.getMessage());
    }
    throw CommandException.input(option + ": '" + text + "' is no place; write " + FORMS + ".");
  }

  /** In a registry. */
  record InRegistry(OciReference reference, OciSource source) implements Place {
    @Override
    public Found find() throws IOException, CommandException {
      if (reference.version().isEmpty()) {
        throw CommandException.input(
            reference + " names no bundle; add a tag (:1.2.0) or a digest (@sha256:\u2026).");
      }
      return BundleTransfer.find(source.repository(reference, "pull"), reference.version().get());
    }

    @Override
    public BundleStore target() throws IOException {
      return source.repository(reference, "pull,push");
    }

    @Override
    public Optional<String> tag() {
      return reference.version();
    }

    @Override
    public Optional<String> fileName() {
      String repository = reference.repository();
      return Optional.of(repository.substring(repository.lastIndexOf('/') + 1));
    }

    @Override
    public String toString() {
      return reference.toString();
    }
  }

  /** In a folder of digests. */
  record InFolder(Path folder, Optional<String> digest) implements Place {
    private static final String SCHEME = "layout:";
    private static final String MARK = "@sha256:";

    private static InFolder parse(String text) {
      int mark = text.lastIndexOf(MARK);
      String folder = mark < 0 ? text : text.substring(0, mark);
      Optional<String> digest = mark < 0 ? Optional.empty() : Optional.of(text.substring(mark + 1));
      if (folder.isEmpty() || digest.filter(each -> !OciReference.isDigest(each)).isPresent()) {
        throw new IllegalArgumentException(
            "'" + SCHEME + text + "' is no place; write " + SCHEME + "FOLDER[@DIGEST].");
      }
      try {
        return new InFolder(NameEncoding.path(folder), digest);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + folder + "' " + e.getMessage() + ".", e);
      }
    }

    @Override
    public Found find() throws IOException, CommandException {
      OciLayout layout = OciLayout.open(folder);
      if (digest.isPresent()) {
        return BundleTransfer.find(layout, digest.get());
      }
      List<String> all = layout.bundles();
      if (all.size() != 1) {
        throw CommandException.input(
            all.isEmpty()
                ? this + " holds no bundle; name another folder."
                : this + " holds several bundles; add one of: @" + String.join(", @", all));
      }
      return BundleTransfer.find(layout, all.get(0));
    }

    @Override
    public BundleStore target() throws IOException {
      return OciLayout.openOrCreate(folder);
    }

    @Override
    public Optional<String> tag() {
      return digest;
    }

    @Override
    public Optional<String> fileName() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return SCHEME + folder;
    }
  }
}
