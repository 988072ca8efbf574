package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.ManifestDiff;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.TimestampAuthority;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSignerTest {
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued EC = Certificates.leaf("plugin", CA).make();
  private static final Certificates.Issued RSA =
      Certificates.leaf("plugin", CA).keys(Certificates.sharedRsa(0)).make();

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"p", "p.zip", "p.jar"})
  void sign_whenBundleIsSound_makesOneThatVerifies(String name) throws Exception {
    for (int format : new int[] {1, 2}) {
      Path bundle = bundle(name);

      BundleSigner.builder(identity(RSA)).format(format).build().sign(bundle);

      SignatureFile file = verified(bundle, Layout.PLUGIN);
      assertThat(file.version()).isEqualTo(format);
      assertThat(file.leaf()).isEqualTo(RSA.certificate());
      assertThat(file.chain()).hasSize(format == 1 ? 0 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "p.zip", "p.jar"})
  void sign_whenSignedBefore_replacesTheSignature(String name) throws Exception {
    Path bundle = bundle(name);
    BundleSigner.builder(identity(RSA)).build().sign(bundle);
    BundleSigner.builder(identity(EC)).build().sign(bundle);

    assertThat(verified(bundle, Layout.PLUGIN).leaf()).isEqualTo(EC.certificate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "p.zip", "p.jar"})
  void sign_whenKeyIsTooWeakForEveryVerifier_refuses(String name) throws Exception {
    Certificates.Issued weak = Certificates.leaf("plugin", CA).keys(Certificates.rsa(1024)).make();
    Path bundle = bundle(name);
    BundleSigner signer = BundleSigner.builder(identity(weak)).build();

    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> signer.sign(bundle))
        .satisfies(
            e ->
                assertThat(e.objections())
                    .extracting(SigningObjection::code)
                    .containsExactly(SigningObjection.WEAK_KEY))
        .withMessageContaining("2048");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e9"})
  void sign_whenANameIsTooLongForDisks_refuses(String letter) throws Exception {
    int most = 255 / letter.getBytes(UTF_8).length;
    Path zip = temp.resolve("long.zip");
    for (int more = 0; more <= 1; more++) {
      Files.write(
          zip,
          new ZipBytes()
              .file("plugin.properties", "plugin.id=plugin\nplugin.version=1.0.0\n")
              .file("a/" + letter.repeat(most + more) + "/b", "b")
              .bytes());
      BundleSigner signer = BundleSigner.builder(identity(EC)).build();
      if (more == 0) {
        assertThat(signer.sign(zip).written()).isTrue();
      } else {
        assertThatExceptionOfType(SigningRefusedException.class)
            .isThrownBy(() -> signer.sign(zip))
            .withMessageContaining("255 bytes");
      }
    }
  }

  @Test
  void sign_whenDone_leavesNothingElseBehind() throws Exception {
    Path bundle = bundle("p");
    BundleSigner.builder(identity(EC)).build().sign(bundle);

    try (Stream<Path> files = Files.list(bundle)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("plugin.properties", "classes", "signature.json");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(bundle.resolve("signature.json"))))
        .isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "p.zip", "p.jar"})
  void signUnlessCurrent_whenSignatureIsRight_writesNothing(String name) throws Exception {
    for (int format : new int[] {1, 2}) {
      Path bundle = bundle(name);
      BundleSigner signer = BundleSigner.builder(identity(RSA)).format(format).build();

      SignedBundle first = signer.signUnlessCurrent(bundle);
      byte[] before = Files.readAllBytes(first.file());
      SignedBundle second = signer.signUnlessCurrent(bundle);

      assertThat(first.written()).isTrue();
      assertThat(second.written()).isFalse();
      assertThat(second).usingRecursiveComparison().ignoringFields("written").isEqualTo(first);
      assertThat(first.file()).hasBinaryContent(before);
    }
  }

  @Test
  void signUnlessCurrent_whenAnythingIsDifferent_signsAnew() throws Exception {
    Path bundle = bundle("p");
    BundleSigner signer = BundleSigner.builder(identity(RSA)).build();
    signer.sign(bundle);

    Trees.write(bundle.resolve("classes/a.txt"), "other".getBytes(UTF_8));
    assertThat(signer.signUnlessCurrent(bundle).written()).as("a file changed").isTrue();
    Trees.write(bundle.resolve("classes/more.txt"), new byte[1]);
    assertThat(signer.signUnlessCurrent(bundle).written()).as("a file came").isTrue();
    Files.delete(bundle.resolve("classes/more.txt"));
    assertThat(signer.signUnlessCurrent(bundle).written()).as("a file went").isTrue();
    assertThat(
            BundleSigner.builder(identity(RSA))
                .format(1)
                .build()
                .signUnlessCurrent(bundle)
                .written())
        .as("another format")
        .isTrue();
    assertThat(signer.signUnlessCurrent(bundle).written()).as("the first format again").isTrue();
    assertThat(BundleSigner.builder(identity(EC)).build().signUnlessCurrent(bundle).written())
        .as("another key")
        .isTrue();
    SigningIdentity chainless =
        SigningIdentity.of(EC.keys().getPrivate(), EC.certificate(), List.of());
    assertThat(BundleSigner.builder(chainless).build().signUnlessCurrent(bundle).written())
        .as("another chain")
        .isTrue();
    verified(bundle, Layout.PLUGIN);
  }

  @Test
  void signUnlessCurrent_whenTheFileIsDamaged_signsAnew() throws Exception {
    Path bundle = bundle("p");
    BundleSigner signer = BundleSigner.builder(identity(RSA)).build();
    Path file = signer.sign(bundle).file();
    String right = Files.readString(file);
    int middle = right.indexOf("\"signature\"") + 20;
    char other = right.charAt(middle) == 'A' ? 'B' : 'A';
    String wrong = right.substring(0, middle) + other + right.substring(middle + 1);

    for (String damaged : List.of("", "{}", "no JSON", wrong)) {
      Files.writeString(file, damaged);
      assertThat(signer.signUnlessCurrent(bundle).written()).as(damaged).isTrue();
      verified(bundle, Layout.PLUGIN);
    }
  }

  @Test
  void signUnlessCurrent_whenATimestampIsWanted_needsOneOverTheSignature() throws Exception {
    Path bundle = bundle("p");
    SigningIdentity identity = identity(RSA);
    TimestampAuthority authority = new TimestampAuthority();
    BundleSigner plain = BundleSigner.builder(identity).build();
    BundleSigner stamping =
        BundleSigner.builder(identity).timestamps(over -> token(authority, over)).build();
    plain.sign(bundle);

    assertThat(stamping.signUnlessCurrent(bundle).written()).as("without a token").isTrue();
    assertThat(stamping.signUnlessCurrent(bundle).written()).as("with its token").isFalse();
    assertThat(plain.signUnlessCurrent(bundle).written()).as("with one too many").isFalse();
    for (byte[] wrong : List.of(token(authority, new byte[] {1}), new byte[9])) {
      BundleSigner.builder(identity).timestamps(over -> wrong).build().sign(bundle);
      assertThat(stamping.signUnlessCurrent(bundle).written()).as("with a wrong one").isTrue();
    }
  }

  @Test
  void signUnlessCurrent_whenThereIsAnObjection_isRefusedThoughSigned() throws Exception {
    Path bundle = bundle("p");
    BundleSigner.builder(identity(EC)).build().sign(bundle);
    BundleSigner later =
        BundleSigner.builder(identity(EC))
            .clock(Clock.fixed(Certificates.UNTIL.plusSeconds(1), ZoneOffset.UTC))
            .build();

    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> later.signUnlessCurrent(bundle))
        .withMessageContaining("expired");
  }

  @Test
  void signatureFile_whenAsked_writesNothing() throws Exception {
    Path bundle = bundle("p.zip");
    byte[] before = Files.readAllBytes(bundle);

    byte[] file = BundleSigner.builder(identity(EC)).build().signatureFile(bundle);

    assertThat(Files.readAllBytes(bundle)).isEqualTo(before);
    assertThat(
            SignatureFileReader.read(file, Limits.DEFAULT)
                .fold(SignatureFile::isSignatureValid, finding -> false))
        .isTrue();
  }

  @Test
  void sign_whenArchiveHasModesAndOrder_keepsThem() throws Exception {
    byte[] properties = Trees.properties("plugin", "1.0");
    byte[] bytes =
        new ZipBytes()
            .add("z/tool", "#!".getBytes(UTF_8), e -> e.unixMode(0100755))
            .add("plugin.properties", properties, e -> e.deflate().withDescriptor())
            .add("a", "a".getBytes(UTF_8), e -> e.deflate().comment("note".getBytes(UTF_8)))
            .bytes();
    Path bundle = Trees.write(temp.resolve("p.zip"), bytes);

    BundleSigner.builder(identity(EC)).build().sign(bundle);

    verified(bundle, Layout.PLUGIN);
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(bundle.toFile(), UTF_8)) {
      assertThat(zip.stream().map(java.util.zip.ZipEntry::getName))
          .containsExactly("z/tool", "plugin.properties", "a", "signature.json");
      assertThat(zip.getEntry("a").getComment()).isEqualTo("note");
    }
    try (Bundle reopened = open(bundle, Layout.PLUGIN)) {
      assertThat(reopened.entries().stream().filter(BundleEntry::executable))
          .extracting(entry -> entry.path().value())
          .containsExactly("z/tool");
    }
  }

  @Test
  void sign_whenKeyIsVersion1_givesTheSameArchiveEachTime() throws Exception {
    Path one = Files.createDirectory(temp.resolve("one"));
    Path two = Files.createDirectory(temp.resolve("two"));
    byte[] archive = Trees.archiveBytes(files());
    for (Path folder : List.of(one, two)) {
      Path bundle = Trees.write(folder.resolve("p.zip"), archive);
      BundleSigner.builder(identity(RSA)).format(1).build().sign(bundle);
    }

    assertThat(one.resolve("p.zip")).hasSameBinaryContentAs(two.resolve("p.zip"));
  }

  @Test
  void sign_whenCertificateIsForAnotherId_isRefused() throws Exception {
    Certificates.Issued other = Certificates.leaf("Plugin", CA).make();

    refused(BundleSigner.builder(identity(other)).build(), bundle("p"), "Plugin", "plugin");
  }

  @Test
  void sign_whenAnotherIdIsAskedFor_isRefused() throws Exception {
    refused(BundleSigner.builder(identity(EC)).id("other").build(), bundle("p"), "other", "plugin");
  }

  @Test
  void sign_whenThereIsNoDescriptor_isRefusedAsByAVerifier() throws Exception {
    Path bundle = Trees.folder(temp.resolve("bare"), Trees.files("a", "a"));

    refused(BundleSigner.builder(identity(EC)).build(), bundle, "bare", "plugin.properties");
    refused(BundleSigner.builder(identity(EC)).id("plugin").build(), bundle, "plugin.properties");
  }

  @Test
  void sign_whenAnAppHasNoDescriptor_needsTheId() throws Exception {
    Path app = Trees.folder(temp.resolve("bare"), Trees.files("a", "a"));
    BundleSigner.Builder signer = BundleSigner.builder(identity(EC)).layout(Layout.NEXTCLOUD_APP);

    refused(signer.build(), app, "bare", "no descriptor");
    signer.id("plugin").build().sign(app);
    verified(app, Layout.NEXTCLOUD_APP);
  }

  @Test
  void sign_whenBundleIsNotSound_isRefusedUntouched() throws Exception {
    Path bundle = bundle("p");
    Files.createSymbolicLink(bundle.resolve("link"), temp);

    refused(BundleSigner.builder(identity(EC)).build(), bundle, "link");
    assertThat(bundle.resolve("signature.json")).doesNotExist();
  }

  @Test
  void sign_whenArchiveIsBroken_isRefusedUntouched() throws Exception {
    byte[] bytes =
        (new String(Trees.archiveBytes(files()), java.nio.charset.StandardCharsets.ISO_8859_1)
                + "x")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Path bundle = Trees.write(temp.resolve("p.zip"), bytes);

    refused(BundleSigner.builder(identity(EC)).build(), bundle, "p.zip");
    assertThat(Files.readAllBytes(bundle)).isEqualTo(bytes);
  }

  @Test
  void sign_whenAPrivateKeyLiesInside_isRefused() throws Exception {
    Map<String, byte[]> files = files();
    StringWriter key = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(key)) {
      writer.writeObject(EC.keys().getPrivate());
    }
    files.put("conf/readme.txt", (" ".repeat(70_000) + key).getBytes(UTF_8));

    refused(
        BundleSigner.builder(identity(EC)).build(),
        Trees.folder(temp.resolve("leak"), files),
        "private key",
        "conf/readme.txt");
  }

  @Test
  void sign_whenAJarInsideLeavesTheBundle_isRefused() throws Exception {
    Map<String, byte[]> files = files();
    files.put(
        "lib/x.jar",
        Trees.archiveBytes(
            Map.of("META-INF/MANIFEST.MF", Trees.manifest("Class-Path", "../../evil.jar"))));

    refused(
        BundleSigner.builder(identity(EC)).build(),
        Trees.folder(temp.resolve("escape"), files),
        "lib/x.jar");
  }

  @Test
  void sign_whenFormat1MeetsAnotherKey_isRefused() throws Exception {
    refused(BundleSigner.builder(identity(EC)).format(1).build(), bundle("p"), "RSA");
  }

  @Test
  void sign_whenPathIsMissing_isRefused() throws Exception {
    refused(BundleSigner.builder(identity(EC)).build(), temp.resolve("none"), "none");
    assertThat(temp.resolve("none")).doesNotExist();
  }

  @Test
  void builder_whenFormatIsUnknown_namesTheParameter() throws Exception {
    BundleSigner.Builder builder = BundleSigner.builder(identity(EC));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.format(3))
        .withMessageContaining("format");
  }

  @Test
  void sign_whenLayoutIsNextcloud_putsTheSignatureThere() throws Exception {
    Path app =
        Trees.folder(
            temp.resolve("app"),
            Trees.files("appinfo/info.xml", "<info><id>plugin</id></info>", ".DS_Store", "x"));
    BundleSigner.builder(identity(RSA)).layout(Layout.NEXTCLOUD_APP).format(1).build().sign(app);

    assertThat(verified(app, Layout.NEXTCLOUD_APP).hashes().values())
        .containsOnlyKeys("appinfo/info.xml");
    assertThat(app.resolve("appinfo/signature.json")).exists();
  }

  @Test
  void sign_whenLayoutIsCore_wantsTheCoreCertificate() throws Exception {
    Path core = Trees.folder(temp.resolve("core-app"), Trees.files("index.php", "x"));
    Certificates.Issued certificate = Certificates.leaf("core", CA).make();

    refused(BundleSigner.builder(identity(EC)).layout(Layout.NEXTCLOUD_CORE).build(), core, "core");
    BundleSigner.builder(identity(certificate)).layout(Layout.NEXTCLOUD_CORE).build().sign(core);
    verified(core, Layout.NEXTCLOUD_CORE);
    assertThat(core.resolve("core/signature.json")).exists();
  }

  private SignatureFile verified(Path path, Layout layout) throws IOException {
    try (Bundle bundle = open(path, layout)) {
      assertThat(bundle.findings()).isEmpty();
      ManifestReading reading =
          new ManifestReader(layout, Limits.DEFAULT).read(bundle, CopyTarget.NONE, p -> false);
      assertThat(reading.findings()).isEmpty();
      SignatureFile file =
          SignatureFileReader.read(reading.signatureFile().orElseThrow(), Limits.DEFAULT)
              .fold(
                  f -> f,
                  finding -> {
                    throw new AssertionError(finding.detail());
                  });
      assertThat(file.isSignatureValid()).isTrue();
      assertThat(ManifestDiff.compare(file.hashes(), reading.files(), p -> false)).isEmpty();
      return file;
    }
  }

  private Bundle open(Path path, Layout layout) throws IOException {
    return BundleOpener.open(
        path, layout, Limits.DEFAULT, Files.createTempDirectory(temp, "scratch"));
  }

  private static void refused(BundleSigner signer, Path bundle, String... parts) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> signer.sign(bundle))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private static byte[] token(TimestampAuthority authority, byte[] signature) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(signature);
      return new TimeStampResponse(authority.answer(authority.request(digest)))
          .getTimeStampToken()
          .getEncoded();
    } catch (GeneralSecurityException | IOException | TSPException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path bundle(String name) {
    return name.contains(".")
        ? Trees.archive(temp.resolve(name), files())
        : Trees.folder(temp.resolve(name), files());
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("plugin", "1.0"));
    files.put("classes/a/B.class", new byte[] {1, 2, 3});
    files.put("classes/é.txt", "é".getBytes(UTF_8));
    return files;
  }

  private static SigningIdentity identity(Certificates.Issued issued) throws SigningException {
    return SigningIdentity.of(
        issued.keys().getPrivate(), issued.certificate(), List.of(CA.certificate()));
  }
}
