package dev.signet.cli;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An author's files: a root, a key, a certificate, a plugin in every shape. */
final class Author {
  /** Expensive to make, and no test is about its numbers. */
  static final KeyPair RSA = Certificates.sharedRsa(0);

  static final Certificates.Issued ROOT = Certificates.root("Root").make();

  private final Path folder;

  Author(Path folder) {
    this.folder = folder;
    certificates("root.crt", ROOT.certificate());
    credentials("hello", Certificates.leaf("hello", ROOT).make());
  }

  /** Writes a key and its certificate as {@code name.key}, {@code name.crt}. */
  void credentials(String name, Certificates.Issued issued) {
    try {
      PemFiles.writePrivateKey(folder.resolve(name + ".key"), issued.keys().getPrivate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    certificates(name + ".crt", issued.certificate());
  }

  /** Writes certificates to one file. */
  Path certificates(String name, X509Certificate... certificates) {
    try {
      Path file = folder.resolve(name);
      PemFiles.writeCertificates(file, List.of(certificates));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the option that names the root. */
  String trust() {
    return "--trust=" + folder.resolve("root.crt");
  }

  /** Returns the option of a key. */
  String key(String name) {
    return "--privateKey=" + folder.resolve(name + ".key");
  }

  /** Returns the option of a certificate. */
  String certificate(String name) {
    return "--certificate=" + folder.resolve(name + ".crt");
  }

  /** Makes a plugin: a folder, or by its ending a zip or jar. */
  Path plugin(String name) {
    return plugin(name, files());
  }

  /** Makes a plugin of these files. */
  Path plugin(String name, Map<String, byte[]> files) {
    Path path = folder.resolve(name);
    return name.endsWith(".zip") || name.endsWith(".jar")
        ? Trees.archive(path, files)
        : Trees.folder(path, files);
  }

  /** Returns a plugin's files. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("hello", "1.0"));
    files.putAll(Trees.files("classes/a.txt", "a", "lib/é.txt", "é"));
    return files;
  }

  /** Returns a plugin's files and one more. */
  static Map<String, byte[]> filesAnd(String name, byte[] content) {
    Map<String, byte[]> files = files();
    files.put(name, content);
    return files;
  }
}
