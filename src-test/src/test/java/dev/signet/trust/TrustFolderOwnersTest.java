package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.live.LiveTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever can change a trust folder decides what runs; the host says so. */
class TrustFolderOwnersTest {
  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    CertificateAuthority authority = PluginAuthor.authority("Root");
    folder = Files.createDirectories(temp.toRealPath().resolve("above/trust"));
    PemFiles.writeCertificates(folder.resolve("root.crt"), List.of(authority.certificate()));
  }

  @ParameterizedTest
  @CsvSource({
    "above,rwxrwxrwx,0",
    "above/trust,rwxrwxrwx,0",
    "above/trust,rwxrwxrwx,1",
    "above/trust/root.crt,rw-rw-rw-,0"
  })
  void trust_whenOthersCanChangeIt_namesThemAndTheCommandInTheLog(
      String path, String permissions, int sticky) throws Exception {
    Path open = temp.toRealPath().resolve(path);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
    if (sticky == 1) {
      Files.setAttribute(open, "unix:mode", 01777);
    }

    assertThat(messages())
        .singleElement()
        .asString()
        .contains("Somebody else can decide whose plugins this host trusts", "every account can")
        .contains("chmod g-w,o-w " + open);
  }

  @ParameterizedTest
  @CsvSource({"rwxr-xr-x,rw-r--r--", "rwx------,rw-------", "r-xr-xr-x,r--r--r--"})
  void trust_whenNobodyElseCanChangeIt_saysNothing(String ofFolder, String ofFile)
      throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("root.crt"), PosixFilePermissions.fromString(ofFile));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ofFolder));

    assertThat(messages()).isEmpty();

    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> messages() throws TrustStoreException {
    try (LoggedEvents log = new LoggedEvents(TrustStore.class, Level.WARN)) {
      TrustStore.load(folder);
      LiveTrust.following(folder).open().close();
      List<String> all = log.messages();
      assertThat(all).hasSizeLessThanOrEqualTo(2);
      return all.stream().distinct().toList();
    }
  }
}
