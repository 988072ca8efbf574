package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which files a bundle says who it is, and how these are read: the one place that knows.
 *
 * @param layout whose form it is where no reader is given
 * @param reader the host's own
 * @param files what the reader reads; empty without one
 */
@Internal
public record DescriptorForm(
    Layout layout, Optional<PluginDescriptorReader> reader, List<EntryPath> files) {
  private static final int MOST_FILES = 16;

  /** Checks that nothing is null and copies the list. */
  public DescriptorForm {
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(reader, "reader");
    files = List.copyOf(files);
  }

  /** Returns the form of a layout. */
  public static DescriptorForm of(Layout layout) {
    return new DescriptorForm(layout, Optional.empty(), List.of());
  }

  /**
   * Returns the form of a reader, or of the layout without one.
   *
   * @throws IllegalArgumentException when the layout is not our own, or the reader names no files
   *     that could be in a bundle
   */
  public static DescriptorForm of(Layout layout, Optional<PluginDescriptorReader> reader) {
    return reader.map(own -> of(layout, own)).orElseGet(() -> of(layout));
  }

  private static DescriptorForm of(Layout layout, PluginDescriptorReader reader) {
    if (layout != Layout.PLUGIN) {
      throw new IllegalArgumentException(
          "A reader of descriptors is for plugins in our own layout; those of another one say who"
              + " they are as the systems of that layout have it");
    }
    List<String> paths = reader.files();
    if (paths.isEmpty() || paths.size() > MOST_FILES) {
      throw unfit(reader, "names " + paths.size() + " files, and should 1 to " + MOST_FILES);
    }
    for (String path : paths) {
      EntryPath.violation(path)
          .ifPresent(
              violation -> {
                throw unfit(reader, "names the file '" + path + "': " + violation);
              });
    }
    return new DescriptorForm(
        layout, Optional.of(reader), paths.stream().map(EntryPath::new).toList());
  }

  // Written out, here and in Expectation: each start asks for it, and what the compiler makes of a
  // record is linked then.
  @Override
  public String toString() {
    return "DescriptorForm[layout=" + layout + ", reader=" + reader + ", files=" + files + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DescriptorForm that
        && layout == that.layout
        && reader.equals(that.reader)
        && files.equals(that.files);
  }

  @Override
  public int hashCode() {
    return Objects.hash(layout, reader, files);
  }

  private static IllegalArgumentException unfit(PluginDescriptorReader reader, String why) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "The reader of descriptors %s %s", reader.getClass().getName(), why));
  }

  /**
   * Returns whether a file must be handed to {@link #read}: at most {@link
   * PluginDescriptors#MAX_BYTES} each, and one byte more of a larger one, so that it can be told.
   */
  public boolean isDescriptor(BundleKind kind, EntryPath path) {
    return !layout.isCore() && rules(kind).isDescriptor(path);
  }

  /**
   * Reads the descriptors of a bundle.
   *
   * <p>In our layout a bundle must have a descriptor with an id and a version. In an app's layout
   * {@code appinfo/info.xml} comes first, and a bundle without any has an empty id: who asks for
   * the check then names it. The core's id is {@code core}, whatever is in it.
   *
   * @param contents the descriptor files that are there, by path
   */
  public PluginDescriptors read(BundleKind kind, Map<EntryPath, byte[]> contents) {
    if (layout.isCore()) {
      return new PluginDescriptors("core", "", "", "", Map.of(), List.of());
    }
    return new DescriptorReader(rules(kind), reader, contents).read();
  }

  /**
   * Returns whether the same name always stands for the same way to read: not so of a reader of the
   * host's own, whose code may be another one at the next start.
   */
  public boolean isLasting() {
    return reader.isEmpty() || reader.get() instanceof KeyedReader;
  }

  private DescriptorRules rules(BundleKind kind) {
    return new DescriptorRules(kind == BundleKind.JAR, layout != Layout.PLUGIN, files);
  }
}
