package dev.signet.pf4j.run;

import dev.signet.Internal;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginRuntimeException;

/**
 * Has PF4J take a bundle for what the host's own reader took it for when it was verified: from the
 * sealed bytes, by the same reader. Where there is none, PF4J reads as ever.
 */
@Internal
public final class OwnDescriptorFinder implements PluginDescriptorFinder {
  private final PluginDescriptorFinder usual;
  private final Supplier<DescriptorForm> form;

  /**
   * Creates a finder.
   *
   * @param form asked when a bundle is looked at, since PF4J makes its finder before fields are set
   */
  public OwnDescriptorFinder(PluginDescriptorFinder usual, Supplier<DescriptorForm> form) {
    this.usual = usual;
    this.form = form;
  }

  @Override
  public boolean isApplicable(Path pluginPath) {
    return form.get().reader().isEmpty() ? usual.isApplicable(pluginPath) : true;
  }

  @Override
  public PluginDescriptor find(Path pluginPath) {
    return form.get().reader().isEmpty() ? usual.find(pluginPath) : read(pluginPath);
  }

  private PluginDescriptor read(Path bundle) {
    boolean folder = Files.isDirectory(bundle, LinkOption.NOFOLLOW_LINKS);
    Map<EntryPath, byte[]> contents = new HashMap<>();
    try {
      if (folder) {
        for (EntryPath path : form.get().files()) {
          Path file = bundle.resolve(path.value());
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream in = Files.newInputStream(file)) {
              contents.put(path, bounded(in));
            }
          }
        }
      } else {
        readJar(bundle, contents);
      }
    } catch (IOException e) {
      throw new PluginRuntimeException(e, "The descriptor in {} cannot be read", bundle);
    }
    return converted(
        bundle, form.get().read(folder ? BundleKind.FOLDER : BundleKind.JAR, contents));
  }

  private void readJar(Path jar, Map<EntryPath, byte[]> contents) throws IOException {
    RegularFile.require(jar);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (EntryPath path : form.get().files()) {
        ZipEntry entry = zip.getEntry(path.value());
        if (entry != null) {
          try (InputStream in = zip.getInputStream(entry)) {
            contents.put(path, bounded(in));
          }
        }
      }
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    return in.readNBytes(PluginDescriptors.MAX_BYTES + 1);
  }

  private static PluginDescriptor converted(Path bundle, PluginDescriptors found) {
    if (!found.findings().isEmpty()) {
      throw new PluginRuntimeException("{}: {}", bundle, found.findings().get(0).detail());
    }
    String type = found.pluginClass();
    DefaultPluginDescriptor descriptor =
        new DefaultPluginDescriptor(
            found.id(),
            "",
            type.isEmpty() ? Plugin.class.getName() : type,
            found.version(),
            Optional.ofNullable(found.fields().get("requires")).orElse("*"),
            "",
            "");
    Arrays.stream(found.dependencies().split(","))
        .filter(text -> !text.isBlank())
        .map(text -> new PluginDependency(text.trim()))
        .forEach(descriptor::addDependency);
    return descriptor;
  }
}
