package dev.signet.maven;

import dev.signet.bundle.Limits;
import dev.signet.sign.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;

/** An author's keys and certificates, in a folder outside all projects. */
final class MavenAuthor {
  static final String SECRET = "ge&heim <1>";

  private final Path folder;
  private final Certificates.Issued root = Certificates.root("Root").make();

  private MavenAuthor(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes {@code root.crt}, {@code hello.key}, {@code hello.crt} and an encrypted {@code
   * hello.p12}.
   */
  static MavenAuthor in(Path folder) throws Exception {
    MavenAuthor author = new MavenAuthor(Files.createDirectories(folder));
    PemFiles.writeCertificates(author.file("root.crt"), List.of(author.root.certificate()));
    Certificates.Issued hello = author.add("hello");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "hello",
        hello.keys().getPrivate(),
        SECRET.toCharArray(),
        new Certificate[] {hello.certificate()});
    try (OutputStream out = Files.newOutputStream(author.file("hello.p12"))) {
      store.store(out, SECRET.toCharArray());
    }
    return author;
  }

  /** Makes a key and its certificate for an id. */
  Certificates.Issued add(String id) throws Exception {
    Certificates.Issued issued = Certificates.leaf(id, root).make();
    PemFiles.writePrivateKey(file(id + ".key"), issued.keys().getPrivate());
    PemFiles.writeCertificates(file(id + ".crt"), List.of(issued.certificate()));
    return issued;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns the parameters of a plain key. */
  String key(String id) {
    return "<privateKey>"
        + file(id + ".key")
        + "</privateKey><certificate>"
        + file(id + ".crt")
        + "</certificate>";
  }

  /** Returns the parameters of the encrypted key. */
  String container() {
    return "<privateKey>" + file("hello.p12") + "</privateKey>";
  }

  /** Returns the parameter of the root. */
  String trust() {
    return "<trust><file>" + file("root.crt") + "</file></trust>";
  }

  /** Returns what a host that trusts the root would find. */
  Verdict verdict(Path bundle) throws Exception {
    TrustStore store = TrustStore.of(List.of(file("root.crt")), AnchorProfile.STANDARD, List.of());
    return new BundleVerifier(store, Limits.DEFAULT, Clock.systemUTC())
        .verify(bundle, Expectation.PLUGIN);
  }
}
