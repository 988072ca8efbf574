package dev.signet.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.bundle.Layout;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.ZipBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An author who names another folder than the app's is told where the app lies. */
class AppFolderTest {
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued LEAF = Certificates.leaf("contacts", CA).make();
  private static final String INFO = "<info><id>contacts</id><version>1.0.0</version></info>";

  @TempDir private Path temp;
  private Path app;

  @BeforeEach
  void makeApp() throws Exception {
    app = temp.resolve("apps/contacts");
    Files.createDirectories(app.resolve("appinfo"));
    Files.writeString(app.resolve("appinfo/info.xml"), INFO);
    Files.createDirectories(app.resolve("lib/empty"));
    Files.writeString(app.resolve("lib/a.php"), "<?php");
  }

  private static BundleSigner signer(Layout layout) throws SigningException {
    return BundleSigner.builder(
            SigningIdentity.of(
                LEAF.keys().getPrivate(), LEAF.certificate(), List.of(CA.certificate())))
        .layout(layout)
        .idOfAuthor(Optional.empty())
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEXTCLOUD_APP", "OWNCLOUD_APP"})
  void sign_whenItIsTheAppsFolder_signs(Layout layout) throws Exception {
    assertThat(signer(layout).sign(app).notices()).isEmpty();
    assertThat(app.resolve("appinfo/signature.json")).exists();
  }

  @ParameterizedTest
  @EnumSource(names = {"NEXTCLOUD_APP", "OWNCLOUD_APP"})
  void sign_whenItIsAnotherFolder_refusesAndNamesTheApp(Layout layout) throws Exception {
    assertRefused(layout, temp.resolve("apps"), "Sign " + app + "/.", "Sign " + app + ".");
    assertRefused(layout, temp, "Sign " + app + ".", "Sign " + app + "/.");
    assertRefused(layout, app.resolve("appinfo"), "Sign " + app + ".");
    assertRefused(layout, app.resolve("lib"), "Sign " + app + ".");
    assertRefused(layout, app.resolve("lib/empty"), "Sign " + app + ".");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertRefused(layout, empty, "Name the folder that contains appinfo");
    try (var left = Files.walk(temp)) {
      assertThat(left).noneMatch(path -> path.endsWith("signature.json"));
    }
  }

  @Test
  void sign_whenSeveralAppsLieBelow_saysSo() throws Exception {
    Files.createDirectories(temp.resolve("apps/b/appinfo"));
    Files.writeString(temp.resolve("apps/b/appinfo/info.xml"), INFO);
    assertRefused(Layout.NEXTCLOUD_APP, temp.resolve("apps"), "each of the 2 apps in it");
  }

  @Test
  void sign_whenAZipHasATopFolder_saysWhatToPack() throws Exception {
    Path zip = temp.resolve("contacts.zip");
    byte[] bytes =
        new ZipBytes()
            .file("contacts/appinfo/info.xml", INFO)
            .file("contacts/lib/a.php", "<?php")
            .bytes();
    Files.write(zip, bytes);
    assertRefused(Layout.NEXTCLOUD_APP, zip, "Pack the content of contacts/,");
    assertThat(Files.readAllBytes(zip)).isEqualTo(bytes);
  }

  @Test
  void sign_whenThereIsNoInfoAnywhere_signsAsTheOriginalDoesAndSaysSo() throws Exception {
    Path bare = Files.createDirectory(temp.resolve("bare"));
    Files.writeString(bare.resolve("a.php"), "<?php");
    assertThat(signer(Layout.NEXTCLOUD_APP).sign(bare).notices())
        .singleElement()
        .asString()
        .contains("no appinfo/info.xml");
  }

  private static void assertRefused(Layout layout, Path source, String... oneOf) throws Exception {
    BundleSigner signer = signer(layout);
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> signer.sign(source))
        .satisfies(
            e -> {
              assertThat(e.objections())
                  .extracting(SigningObjection::code)
                  .contains(SigningObjection.NO_APP);
              assertThat(e.objections().stream().map(SigningObjection::remedy).toList())
                  .anyMatch(remedy -> List.of(oneOf).stream().anyMatch(remedy::contains));
            });
  }
}
