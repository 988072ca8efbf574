package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Limits;
import dev.signet.bundle.archive.DirectorySize;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.file.SmallFile;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads of a copy that was made and hashed earlier only what a fresh judgement needs: {@code
 * signature.json} and the descriptors, each held against its digest.
 */
final class SealedReader {
  private final DescriptorForm form;
  private final Limits limits;

  SealedReader(DescriptorForm form, Limits limits) {
    this.form = form;
    this.limits = limits;
  }

  /**
   * Reads a copy.
   *
   * @throws IOException when something is missing or differs from what was said
   */
  BundleContents read(Path content, BundleKind kind, KnownContents known) throws IOException {
    EntryPath signaturePath = form.layout().signaturePath(kind);
    Map<EntryPath, byte[]> wanted = new LinkedHashMap<>();
    try (Source source = kind == BundleKind.JAR ? jarIn(content) : new Folder(content, most())) {
      for (Map.Entry<EntryPath, Digest> file : known.files().files().entrySet()) {
        EntryPath path = file.getKey();
        if (path.equals(signaturePath) || form.isDescriptor(kind, path)) {
          wanted.put(path, readAsKnown(source, path, file.getValue()));
        }
      }
    }
    Manifest files = known.files().without(signaturePath::equals);
    byte[] signature = wanted.remove(signaturePath);
    return new BundleContents(
        kind,
        files,
        known.files(),
        known.executables(),
        Optional.ofNullable(signature)
            .map(bytes -> BundleContents.Signature.of(signaturePath, bytes, limits)),
        form.read(kind, wanted),
        classPathFindings(content, kind, files.files()),
        BundleContents.Extent.WHOLE);
  }

  /** Returns how many bytes any of these files may have: somebody may have put others there. */
  private int most() {
    long most = Math.max(limits.signatureFileBytes(), PluginDescriptors.MAX_BYTES);
    return (int) Math.min(most, Integer.MAX_VALUE - 8);
  }

  /**
   * Returns the one jar of a single jar's folder.
   *
   * @throws IOException when there is not exactly one file
   */
  static Path singleJar(Path content) throws IOException {
    try (Stream<Path> children = Files.list(content)) {
      List<Path> files = children.toList();
      if (files.size() != 1 || !Files.isRegularFile(files.get(0), LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(content + " should hold exactly one jar");
      }
      return files.get(0);
    }
  }

  private static byte[] readAsKnown(Source source, EntryPath path, Digest digest)
      throws IOException {
    byte[] bytes = source.read(path);
    if (!Digest.over(bytes).equals(digest)) {
      throw new IOException(path + " is not what was hashed when the copy was made");
    }
    return bytes;
  }

  private static List<Finding> classPathFindings(
      Path content, BundleKind kind, NavigableMap<EntryPath, Digest> files) throws IOException {
    if (kind == BundleKind.JAR) {
      return ClassPathRule.check(singleJar(content), BundleReader.JAR_NAME);
    }
    List<Finding> findings = new ArrayList<>();
    for (EntryPath path : files.keySet()) {
      if (ClassPathRule.appliesTo(path)) {
        findings.addAll(ClassPathRule.check(content.resolve(path.value()), path));
      }
    }
    return findings;
  }

  private Source jarIn(Path content) throws IOException {
    Path jar = singleJar(content);
    DirectorySize.requireBounded(jar, jar.toString());
    return new Jar(new ZipFile(jar.toFile()), most());
  }

  private sealed interface Source extends AutoCloseable {
    byte[] read(EntryPath path) throws IOException;

    @Override
    void close() throws IOException;
  }

  private record Folder(Path root, int most) implements Source {
    @Override
    public byte[] read(EntryPath path) throws IOException {
      return SmallFile.read(root.resolve(path.value()), most);
    }

    @Override
    public void close() {}
  }

  private record Jar(ZipFile zip, int most) implements Source {
    @Override
    public byte[] read(EntryPath path) throws IOException {
      ZipEntry entry = zip.getEntry(path.value());
      if (entry == null) {
        throw new IOException(path + " is no longer in the copied jar");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readNBytes(most);
      }
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
