package dev.signet.benchmark;

import dev.signet.manifest.Digest;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Signed bundles from a fixed seed, and whom to trust for them. */
final class Samples {
  private static final int SUBFOLDERS = 40;

  private final Path folder;
  private final CertificateAuthority authority = PluginAuthor.authority("Benchmark Root");
  private final Path trust;

  /** How plugins are shipped. */
  enum Shape {
    FOLDERS(""),
    ZIPS(".zip"),
    JARS(".jar");

    private final String suffix;

    Shape(String suffix) {
      this.suffix = suffix;
    }

    private String signaturePath() {
      return this == JARS ? "META-INF/signature.json" : "signature.json";
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Writes below a folder, which is empty. */
  Samples(Path folder) throws Exception {
    this.folder = folder;
    this.trust = Files.createDirectory(folder.resolve("trust"));
    Files.write(trust.resolve("root.crt"), authority.certificate().getEncoded());
  }

  /** Returns the place below which everything lies. */
  Path place(String name) {
    return folder.resolve(name);
  }

  /** Deletes what lies there, if anything. */
  void drop(String... names) {
    for (String name : names) {
      Trees.delete(place(name));
    }
  }

  /** Deletes all but the folder with the root. */
  void clear() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(place -> !place.equals(trust)).forEach(Trees::delete);
    }
  }

  /** Returns the folder with the root. */
  Path trustFolder() {
    return trust;
  }

  /** Returns a store that believes the root. */
  TrustStore trust() {
    return PluginAuthor.trusting(authority);
  }

  /** Writes so many plugins of so many files into a root, and returns the root. */
  Path plugins(String root, Shape shape, int plugins, Size each) {
    for (int i = 0; i < plugins; i++) {
      plugin(root, "plugin-" + i, shape, each);
    }
    return place(root);
  }

  /**
   * How large something is.
   *
   * @param files how many
   * @param meanBytes of one file
   */
  record Size(int files, int meanBytes) {}

  /** Writes one plugin into a root, and returns where it is. */
  Path plugin(String root, String id, Shape shape, Size size) {
    Map<String, byte[]> files = described(id, shape);
    files.putAll(contents(size));
    return write(root, id, shape, files);
  }

  /** Returns the files that say which plugin it is. */
  static Map<String, byte[]> described(String id, Shape shape) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (shape == Shape.JARS) {
      files.put("META-INF/MANIFEST.MF", Trees.manifest("Plugin-Id", id, "Plugin-Version", "1.0.0"));
    } else {
      files.put("plugin.properties", Trees.properties(id, "1.0.0"));
    }
    return files;
  }

  /** Signs files as one plugin, writes them into a root, and returns where it is. */
  Path write(String root, String id, Shape shape, Map<String, byte[]> files) {
    Map<String, byte[]> signed =
        PluginAuthor.of(id, authority).signed(files, shape.signaturePath());
    Path target = place(root).resolve(id + shape.suffix);
    return shape == Shape.FOLDERS ? Trees.folder(target, signed) : Trees.archive(target, signed);
  }

  /** Half text that packs well, half noise; sizes spread around the mean. */
  private static Map<String, byte[]> contents(Size size) {
    Random random = new Random(14);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < size.files(); i++) {
      byte[] content = new byte[size.meanBytes() / 2 + random.nextInt(size.meanBytes())];
      random.nextBytes(content);
      Arrays.fill(content, 0, content.length / 2, (byte) ('a' + i % 26));
      files.put("d" + i % SUBFOLDERS + "/file" + i, content);
    }
    return files;
  }

  /** Writes a host's own folder as the original system signs it, and its root as a file. */
  Path core(String name, Path root, Size size) throws IOException {
    Certificates.Issued issuer =
        Certificates.root("Root").keys(Certificates.rsa(2048)).signedWith("SHA256withRSA").make();
    Certificates.Issued leaf =
        Certificates.legacyLeaf("core", issuer).keys(Certificates.rsa(2048)).make();
    Map<String, byte[]> files = contents(size);
    StringBuilder hashes = new StringBuilder();
    new TreeMap<>(files)
        .forEach(
            (path, content) ->
                hashes
                    .append(hashes.length() == 0 ? "{" : ",")
                    .append(Envelopes.quote(path))
                    .append(':')
                    .append(Envelopes.quote(Digest.over(content).hex())));
    hashes.append('}');
    files.put(
        "core/signature.json",
        Envelopes.version1(leaf, hashes.toString(), hashes.toString().replace("/", "\\/")).bytes());
    try {
      Files.write(root, issuer.certificate().getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return Trees.folder(place(name), files);
  }
}
