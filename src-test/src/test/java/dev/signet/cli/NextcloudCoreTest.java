package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.cli.option.ExitCode;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.Digest;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's folder as Nextcloud ships and then runs it, with all that its checker forgives. */
class NextcloudCoreTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "#### DO NOT CHANGE ANYTHING ABOVE THIS LINE ####";
  private static final String SHIPPED = "ErrorDocument 403 /\n";
  private static final Certificates.Issued CORE =
      Certificates.legacyLeaf("core", Author.ROOT).keys(Author.RSA).make();

  @TempDir private Path temp;
  private Author author;
  private Path server;
  private final CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);

  @BeforeEach
  void makeServer() throws IOException {
    author = new Author(temp);
    server = temp.resolve("server");
    Map<String, byte[]> signed = shipped();
    sign(signed);
    Trees.folder(server, signed);
    Trees.write(
        server.resolve(".htaccess"),
        (SHIPPED + MARKER + "\nErrorDocument 404 /\n").getBytes(UTF_8));
    // What the updater, users and the system made of it since.
    Trees.delete(server.resolve("updater"));
    for (String path :
        new String[] {
          "updater/index.php",
          "updater/.htaccess",
          "_oc_upgrade/10.0/a.php",
          "data/.ocdata",
          "data/alice/files/a b.txt",
          "config/config.php",
          "themes/mine/theme.css",
          "apps/mail/appinfo/info.xml",
          "assets/a.css",
          "lost+found/x",
          ".DS_Store",
          "lib/Thumbs.db",
          "core/.directory",
          ".rnd",
          ".webapp",
          "nextcloud-init-sync.lock",
          ".webapp-nextcloud-31.0.1-r2",
          "3rdparty/a/.webapp-nextcloud-9.0.50",
          "lib/nextcloud-init-sync.lock",
          "core/.rnd",
          "themes/.gitkeep",
          "appinfo/signature.json"
        }) {
      Trees.write(server.resolve(path), path.getBytes(UTF_8));
    }
  }

  @Test
  void checkCore_whenOnlyWhatItsCheckerForgivesIsThere_passesWithoutAWord() throws IOException {
    CommandLineKit.Outcome text = check();

    assertThat(text.exitCode()).as(text.out()).isEqualTo(ExitCode.OK);
    assertThat(text.out()).startsWith("verified").doesNotContain("FILE_MISSING", "updater");
    assertThat(JSON.readTree(check("--output=json").out())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "version.php, changed, INVALID_HASH",
    ".user.ini, changed, INVALID_HASH",
    "core/js/mimetypelist.js, changed, INVALID_HASH",
    ".htaccess, changed, INVALID_HASH",
    "lib/updater/a.php, new, EXTRA_FILE",
    "updaters/a.php, new, EXTRA_FILE",
    "lib/data/a.php, new, EXTRA_FILE",
    "datas, new, EXTRA_FILE",
    "core/config/a.php, new, EXTRA_FILE",
    "custom_apps/mail/a.php, new, EXTRA_FILE",
    "mimetypelist.js, new, EXTRA_FILE",
    ".webapp-nextcloud-31.0, new, EXTRA_FILE",
    "lib/core/signature.json, new, EXTRA_FILE",
  })
  void checkCore_whenAnythingElseIsThere_tellsIt(String path, String content, String reason)
      throws IOException {
    Trees.write(server.resolve(path), content.getBytes(UTF_8));

    assertThat(check().exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(JSON.readTree(check("--output=json").out()).at("/" + reason).fieldNames())
        .toIterable()
        .containsExactly(path);
  }

  @Test
  void checkCore_whenTheMarkerIsThereTwice_hashesTheWholeFile() {
    Trees.write(server.resolve(".htaccess"), (SHIPPED + MARKER + MARKER).getBytes(UTF_8));

    assertThat(check().out()).contains("INVALID_HASH", ".htaccess");
  }

  @Test
  void checkCore_whenASignedFileIsMissing_tellsIt() throws IOException {
    Files.delete(server.resolve("version.php"));

    assertThat(check().out()).contains("FILE_MISSING", "version.php");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_oc_upgrade/a.php", "data/a", "config/config.sample.php", "lib/.rnd"})
  void checkCore_whenAnIgnoredNameIsSigned_saysThatTheOriginalMissesIt(String path) {
    Map<String, byte[]> signed = shipped();
    signed.put(path, new byte[1]);
    sign(signed);
    Trees.write(server.resolve("core/signature.json"), signed.get("core/signature.json"));

    CommandLineKit.Outcome outcome = check();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains("FILE_MISSING (notice)", path + ": It is signed, although");
  }

  @ParameterizedTest
  @ValueSource(strings = {"custom_apps", "custom_apps/", "./custom_apps", "lib/../custom_apps"})
  void checkCore_whenAFolderIsNamed_leavesItOut(String place) {
    Trees.write(server.resolve("custom_apps/mail/a.php"), new byte[1]);
    Trees.write(server.resolve("my data/alice/a\nb.txt"), new byte[1]);
    Trees.write(server.resolve("nextcloud.log"), new byte[1]);

    CommandLineKit.Outcome named =
        check(
            "--kept-in-core=" + place,
            "--kept-in-core=" + server.resolve("my data"),
            "--kept-in-core=nextcloud.log");

    assertThat(named.exitCode()).as(named.out()).isEqualTo(ExitCode.OK);
    assertThat(check().out()).contains("EXTRA_FILE", "--kept-in-core");
  }

  @Test
  void checkCore_whenTheNamedFolderIsALink_leavesOutTheLinkAndWhereItLeads() throws IOException {
    Trees.write(server.resolve("mounted/apps/a.php"), new byte[1]);
    Files.createSymbolicLink(server.resolve("custom_apps"), server.resolve("mounted/apps"));
    Files.createSymbolicLink(server.resolve("more_apps"), temp);

    CommandLineKit.Outcome outcome =
        check("--kept-in-core=custom_apps", "--kept-in-core=more_apps");

    assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "..", ".", "/", "core", "core/signature.json", "lib/.."})
  void checkCore_whenWhatIsNamedIsNothingToLeaveOut_isAnInputError(String place) {
    CommandLineKit.Outcome outcome = check("--kept-in-core=" + place);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--kept-in-core");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version.php=changed",
        "more.php=new",
        "a\u202e.php=new",
        "core/signature.json={}",
        "core/signature.json=%scope",
        "core/signature.json=%untrusted",
        "core/signature.json="
      })
  void checkCore_whenAnythingIsFound_speaksOfTheHostAndNeverOfARefusal(String change)
      throws IOException {
    String[] parts = change.split("=", 2);
    Certificates.Issued other =
        Certificates.legacyLeaf("core", Certificates.root("Other").make()).keys(Author.RSA).make();
    Certificates.Issued mail = Certificates.legacyLeaf("mail", Author.ROOT).keys(Author.RSA).make();
    byte[] content =
        switch (parts[1]) {
          case "%scope" -> signature(mail);
          case "%untrusted" -> signature(other);
          default -> parts[1].getBytes(UTF_8);
        };
    Files.deleteIfExists(server.resolve(parts[0]));
    if (content.length > 0) {
      Trees.write(server.resolve(parts[0]), content);
    }

    CommandLineKit.Outcome outcome = check();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out().replace("signet-maven-plugin", ""))
        .containsPattern("the host +runs all the same, with a warning")
        .contains("to do: ")
        .doesNotContain("refused", "on stable", "plugin", "the author's");
  }

  @Test
  void checkCore_whenItLiesOneFolderDeeper_saysWhichFolderToName() {
    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:check-core", "--path=" + onlyServer(), "--layout=nextcloud", author.trust());

    assertThat(outcome.out())
        .contains(
            "The host's code lies in server/", "Name server/ within it as the host's folder.");
  }

  private Path onlyServer() {
    Path around = temp.resolve("around");
    Trees.copy(server, around.resolve("server"));
    return around;
  }

  @Test
  void signCore_whenAFolderIsNamed_signsWhatTheCheckLooksAtAndNothingElse() {
    author.credentials("core", CORE);
    Trees.write(server.resolve("custom_apps/mail/.git/config"), new byte[1]);
    Trees.write(server.resolve("custom_apps/mail/own.key"), new byte[1]);
    String kept = "--kept-in-core=custom_apps";

    CommandLineKit.Outcome outcome =
        signet.run(
            "integrity:sign-core",
            "--path=" + server,
            "--layout=nextcloud",
            "--format=1",
            kept,
            author.key("core"),
            author.certificate("core"));

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(server.resolve("core/signature.json")).content().doesNotContain("custom_apps");
    assertThat(check(kept).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(check().out()).contains("EXTRA_FILE", "custom_apps/mail/own.key");
  }

  private static Map<String, byte[]> shipped() {
    Map<String, byte[]> files =
        new LinkedHashMap<>(
            Trees.files(
                "index.php", "i",
                "version.php", "v",
                ".user.ini", "upload_max_filesize=1G\n",
                "core/js/mimetypelist.js", "OC.MimeTypeList={};",
                "lib/base.php", "b",
                "updater/index.php", "the updater of the release",
                "updater/updater.phar", "more of it",
                "3rdparty/0", "zero"));
    files.put(".htaccess", SHIPPED.getBytes(UTF_8));
    return files;
  }

  private static byte[] signature(Certificates.Issued signer) {
    return Objects.requireNonNull(sign(shipped(), signer).get("core/signature.json"));
  }

  private static Map<String, byte[]> sign(Map<String, byte[]> files) {
    return sign(files, CORE);
  }

  private static Map<String, byte[]> sign(
      Map<String, byte[]> files, Certificates.Issued certificate) {
    ObjectNode hashes = JSON.createObjectNode();
    files.forEach((path, content) -> hashes.put(path, Digest.over(content).hex()));
    Optional<byte[]> signed = CanonicalJson.version1(hashes);
    // As PHP writes it: on lines of their own, with each slash escaped.
    String text = hashes.toPrettyString().replace("/", "\\/");
    files.put(
        "core/signature.json",
        Envelopes.version1(certificate, text, new String(signed.orElseThrow(), UTF_8)).bytes());
    return files;
  }

  private CommandLineKit.Outcome check(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "integrity:check-core", "--path=" + server, "--layout=nextcloud", author.trust()));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }
}
