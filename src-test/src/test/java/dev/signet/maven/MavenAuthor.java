package dev.signet.maven;

import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An author's keys and certificates, in a folder outside all projects. */
final class MavenAuthor {
  static final String SECRET = "ge&heim <1>";

  private final Path folder;
  private final Certificates.Issued root = Certificates.root("Root").make();

  private final Certificates.Issued hello;
  private Certificates.@Nullable Issued core;

  private MavenAuthor(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    hello = add("hello");
  }

  /**
   * Makes {@code root.crt}, {@code hello.key}, {@code hello.crt} and an encrypted {@code
   * hello.p12}.
   */
  static MavenAuthor in(Path folder) throws Exception {
    MavenAuthor author = new MavenAuthor(folder);
    PemFiles.writeCertificates(author.file("root.crt"), List.of(author.root.certificate()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "hello",
        author.hello.keys().getPrivate(),
        SECRET.toCharArray(),
        new Certificate[] {author.hello.certificate()});
    try (OutputStream out = Files.newOutputStream(author.file("hello.p12"))) {
      store.store(out, SECRET.toCharArray());
    }
    return author;
  }

  /** Makes a key and its certificate for an id. */
  Certificates.Issued add(String id) throws IOException {
    Certificates.Issued issued = Certificates.leaf(id, root).make();
    PemFiles.writePrivateKey(file(id + ".key"), issued.keys().getPrivate());
    PemFiles.writeCertificates(file(id + ".crt"), List.of(issued.certificate()));
    return issued;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes a revocation list that is out of date, though not by much. */
  Path staleList() {
    Instant now = Instant.now();
    return write(
        "stale.crl",
        RevocationLists.of(root)
            .current(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1))));
  }

  /** Writes a revocation list that names the certificate of {@code hello}. */
  Path revokingList() {
    Instant now = Instant.now();
    return write(
        "revoking.crl",
        RevocationLists.of(root)
            .current(now.minus(Duration.ofDays(3)), now.plus(Duration.ofDays(3)))
            .revoked(hello.certificate()));
  }

  private Path write(String name, RevocationLists list) {
    return Trees.write(file(name), list.der());
  }

  /** Signs a bundle as {@code hello}. */
  void sign(Path bundle) throws SigningException {
    SigningIdentity identity =
        SigningIdentity.of(hello.keys().getPrivate(), hello.certificate(), List.of());
    BundleSigner.builder(identity).build().sign(bundle);
  }

  /** Writes down that the old key vouches for the key of {@code hello}, for a plugin. */
  Path rotation(String plugin, Certificates.Issued old) throws Exception {
    Path file = file(plugin + "-rotation.json");
    SigningKey key = new SigningKey(old.keys().getPrivate());
    KeyRotation.vouching(plugin, key, hello.keys().getPublic()).write(file);
    return file;
  }

  /** Signs a host's folder as {@code core}, and returns where its signature is. */
  Path signAsCore(Path folder) throws IOException, SigningException {
    if (core == null) {
      core = add("core");
    }
    SigningIdentity identity =
        SigningIdentity.of(core.keys().getPrivate(), core.certificate(), List.of());
    return BundleSigner.builder(identity).layout(Layout.CORE).build().sign(folder).file();
  }

  /** Has the core sign an app, as Nextcloud does. */
  void signAppAsCore(Path folder) throws IOException, SigningException {
    Path signature = signAsCore(folder);
    Path place = Files.createDirectory(folder.resolve("appinfo")).resolve("signature.json");
    Files.move(signature, place);
    Files.delete(folder.resolve("core"));
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
    TrustStore store =
        TrustStore.builder().anchors(file("root.crt"), AnchorProfile.STANDARD).build();
    return new BundleVerifier(store, Limits.DEFAULT, Clock.systemUTC())
        .verify(bundle, Expectation.PLUGIN);
  }
}
