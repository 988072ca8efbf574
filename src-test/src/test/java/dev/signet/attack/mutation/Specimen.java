package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.EntryPath;
import dev.signet.envelope.SignatureFileWriter;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A good bundle, of which others are made by changes.
 *
 * @param version of its {@code signature.json}
 * @param files in their order; names that end in a slash are folders
 * @param archives the same as archives, each packed in another way; none of a folder
 */
record Specimen(Shape shape, int version, Map<String, byte[]> files, List<byte[]> archives) {
  private static final KeyPair KEYS = Certificates.sharedRsa(0);
  private static final CertificateAuthority AUTHORITY =
      PluginAuthor.authority("Test Root", KeyType.RSA_2048);
  private static final PluginAuthor STORE =
      PluginAuthor.certified("store", AUTHORITY, Certificates.sharedRsa(2));
  private static final PluginAuthor AUTHOR =
      PluginAuthor.certified("demo", AUTHORITY, Certificates.sharedRsa(3)).beside("demo", STORE);
  private static final Certificates.Issued OLD_ROOT =
      Certificates.root("Old Root")
          .keys(Certificates.sharedRsa(1))
          .signedWith("SHA256withRSA")
          .make();
  private static final Certificates.Issued OLD_LEAF =
      Certificates.legacyLeaf("demo", OLD_ROOT).keys(KEYS).signedWith("SHA256withRSA").make();

  /** How it is shipped. */
  enum Shape {
    FOLDER("signature.json"),
    ZIP("signature.json"),
    JAR("META-INF/signature.json"),
    /** A folder all of whose code lies in jars below {@code lib}. */
    LIBRARIES("signature.json");

    private final String signature;

    Shape(String signature) {
      this.signature = signature;
    }

    boolean isFolder() {
      return this == FOLDER || this == LIBRARIES;
    }

    /** Returns the path of {@code signature.json}. */
    String signature() {
      return signature;
    }
  }

  static TrustStore trust() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(AUTHORITY.certificate(), AnchorProfile.STANDARD))
        .anchor(new TrustAnchor(OLD_ROOT.certificate(), AnchorProfile.NEXTCLOUD))
        .build();
  }

  /** Returns one of each shape and version, and archives once more: there is more in them. */
  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      all.add(of(shape, 1));
      all.add(of(shape, 2));
    }
    all.addAll(all.stream().filter(good -> !good.shape().isFolder()).toList());
    return all;
  }

  private static Specimen of(Shape shape, int version) {
    Map<String, byte[]> files =
        switch (shape) {
          case FOLDER, ZIP -> folder();
          case JAR -> jar();
          case LIBRARIES -> libraries();
        };
    byte[] signature = version == 1 ? version1(files) : AUTHOR.sign(withoutFolders(files));
    files.put(shape.signature(), signature);
    if (shape.isFolder()) {
      return new Specimen(shape, version, files, List.of());
    }
    ZipBytes stored = new ZipBytes();
    files.forEach(stored::file);
    return new Specimen(shape, version, files, List.of(Trees.archiveBytes(files), stored.bytes()));
  }

  private static Map<String, byte[]> folder() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("demo", "1.0.0"));
    files.put("classes/", new byte[0]);
    onClassPath().forEach((name, content) -> files.put("classes/" + name, content));
    files.put("lib/helper.jar", Trees.archiveBytes(Trees.files("helper/text.txt", "a helper")));
    files.put("r\u00e9sum\u00e9.txt", "not on the class path".getBytes(UTF_8));
    return files;
  }

  private static Map<String, byte[]> jar() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "META-INF/MANIFEST.MF", Trees.manifest("Plugin-Id", "demo", "Plugin-Version", "1.0.0"));
    files.put("data/", new byte[0]);
    files.putAll(onClassPath());
    return files;
  }

  private static Map<String, byte[]> libraries() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("demo", "1.0.0"));
    files.put("lib/main.jar", Trees.archiveBytes(onClassPath()));
    files.put("lib/helper.jar", Trees.archiveBytes(Trees.files("helper/text.txt", "a helper")));
    return files;
  }

  private static Map<String, byte[]> onClassPath() {
    Map<String, byte[]> files =
        Trees.files("data/text.txt", "some text ".repeat(20), "META-INF/services/x", "");
    String probe = Probe.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Probe.class.getClassLoader().getResourceAsStream(probe)) {
      files.put(probe, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Map<String, byte[]> withoutFolders(Map<String, byte[]> files) {
    Map<String, byte[]> without = new LinkedHashMap<>(files);
    without.keySet().removeIf(name -> name.endsWith("/"));
    return without;
  }

  private static byte[] version1(Map<String, byte[]> files) {
    Map<EntryPath, Digest> digests = new LinkedHashMap<>();
    withoutFolders(files)
        .forEach((name, content) -> digests.put(new EntryPath(name), Digest.over(content)));
    SignatureFileWriter writer = SignatureFileWriter.version1(Manifest.of(digests)).orElseThrow();
    try {
      byte[] signature = writer.algorithm().sign(KEYS.getPrivate(), writer.signedBytes());
      return writer.write(signature, OLD_LEAF.certificate(), List.of(), Optional.empty());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the bytes of its {@code signature.json}. */
  byte[] signature() {
    return Objects.requireNonNull(files.get(shape.signature()));
  }

  @Override
  public String toString() {
    return shape + " version " + version;
  }
}
