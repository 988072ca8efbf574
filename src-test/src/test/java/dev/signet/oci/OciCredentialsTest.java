package dev.signet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciCredentialsTest {
  private static final String AUTH = base64("alice:secret:with colon");

  @TempDir Path folder;

  @Test
  void credentials_whenThereAreNone_areNotTold() throws IOException {
    assertThat(OciCredentials.none().of("registry.example")).isEmpty();
    assertThat(OciCredentials.dockerConfig(folder.resolve("none")).of("registry.example"))
        .isEmpty();
  }

  @Test
  void credentials_whenNamedForOneRegistry_areOfThatOnly() throws IOException {
    OciCredentials credentials =
        OciCredentials.none().with("registry.example:5000", "alice", "secret:with colon");

    assertThat(basic(credentials, "registry.example:5000")).contains("Basic " + AUTH);
    assertThat(basic(credentials, "registry.example")).isEmpty();
    assertThat(basic(credentials, "registry.example:5001")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.example", "https://registry.example"})
  void dockersFile_whenItHasTheRegistry_tellsWhoAsks(String name) throws IOException {
    OciCredentials credentials = docker("{'auths':{'" + name + "':{'auth':'" + AUTH + "'}}}");

    assertThat(basic(credentials, "registry.example")).contains("Basic " + AUTH);
    assertThat(basic(credentials, "registry.example:5000")).isEmpty();
    assertThat(basic(credentials, "evil-registry.example")).isEmpty();
  }

  @Test
  void dockersFile_whenTheRegistryIsDockers_isReadUnderItsOldName() throws IOException {
    OciCredentials credentials =
        docker("{'auths':{'https://index.docker.io/v1/':{'auth':'" + AUTH + "'}}}");

    assertThat(basic(credentials, "registry-1.docker.io")).contains("Basic " + AUTH);
  }

  @Test
  void dockersFile_whenItIsALink_isRead() throws IOException {
    Path file = config("{'auths':{'registry.example':{'auth':'" + AUTH + "'}}}");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

    assertThat(basic(OciCredentials.dockerConfig(link), "registry.example")).isPresent();
  }

  @Test
  void credentialsOfOurOwn_countBeforeThoseOfTheFile() throws IOException {
    OciCredentials credentials =
        docker("{'auths':{'registry.example':{'auth':'" + AUTH + "'}}}")
            .with("registry.example", "bob", "other");

    assertThat(basic(credentials, "registry.example")).contains("Basic " + base64("bob:other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2VjcmV0", "%%%secret", "OnNlY3JldA=="})
  void auth_whenItIsNone_isNamedButNotTold(String auth) throws IOException {
    OciCredentials credentials = docker("{'auths':{'registry.example':{'auth':'" + auth + "'}}}");

    assertThatIOException()
        .isThrownBy(() -> credentials.of("registry.example"))
        .withMessageContaining("config.json holds an 'auth'")
        .withMessageNotContaining("ecret")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'auths':", "secret", "{'auths':{},'auths':{}}"})
  void dockersFile_whenItIsNoJson_isNamedButNotTold(String text) throws IOException {
    OciCredentials credentials = docker(text);

    assertThatIOException()
        .isThrownBy(() -> credentials.of("registry.example"))
        .withMessageContaining("config.json cannot be read: it is not JSON from line 1 on")
        .withMessageNotContaining("secret");
  }

  @Test
  void dockersFile_whenItIsHuge_isNotReadToItsEnd() throws IOException {
    OciCredentials credentials = docker("[" + " ".repeat(1 << 20) + "]");

    assertThatIOException()
        .isThrownBy(() -> credentials.of("registry.example"))
        .withMessageContaining("larger than 1048576 bytes");
  }

  @Test
  void helper_whenItIsForTheRegistry_isAsked() throws IOException {
    helper("own", "read name", "echo '{\"Username\":\"alice\",\"Secret\":\"'$name'\"}'");
    OciCredentials credentials =
        docker("{'credHelpers':{'registry.example':'own'},'credsStore':'missing'}");

    assertThat(basic(credentials, "registry.example"))
        .contains("Basic " + base64("alice:registry.example"));
  }

  @Test
  void store_whenItKnowsTheRegistryUnderOneOfItsNames_isAsked() throws IOException {
    helper(
        "store",
        "read name",
        "[ \"$name\" = https://registry.example ] ||"
            + " { echo 'credentials not found in native keychain'; exit 1; }",
        "echo '{\"Username\":\"alice\",\"Secret\":\"s\"}'");
    OciCredentials credentials = docker("{'auths':{'registry.example':{}},'credsStore':'store'}");

    assertThat(basic(credentials, "registry.example")).contains("Basic " + base64("alice:s"));
    assertThat(basic(credentials, "other.example")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo secret; exit 1",
        "echo secret",
        "echo '{\"Username\":\"alice\"}'",
        "echo '{\"Username\":\"<token>\",\"Secret\":\"secret\"}'",
        "exit 0"
      })
  void helper_whenItGivesNone_isNamedAndNotQuoted(String line) throws IOException {
    helper("own", "cat >/dev/null", line);
    OciCredentials credentials = docker("{'credHelpers':{'registry.example':'own'}}");

    assertThatIOException()
        .isThrownBy(() -> credentials.of("registry.example"))
        .withMessageStartingWith("docker-credential-own ")
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  @Test
  void helper_whenItDoesNotEnd_isEnded() throws IOException {
    helper("own", "echo $$ >" + folder.resolve("pid"), "exec tail -f /dev/null");

    assertThatIOException()
        .isThrownBy(
            () ->
                new CredentialHelper(folder + "/", "own", Duration.ofSeconds(1))
                    .login("registry.example"))
        .withMessage("docker-credential-own did not answer within 1 seconds");

    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(left -> left.onExit().join());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../own", "a/b", "-own", "own get;", ""})
  void helper_whenItsNameLeadsElsewhere_isNotRun(String name) {
    assertThatIOException()
        .isThrownBy(() -> new CredentialHelper(folder + "/", name).login("registry.example"))
        .withMessageContaining("names a credential helper that can be none");
  }

  @Test
  void login_whenItIsPrinted_tellsNoPassword() {
    assertThat(new Login("alice", "secret")).hasToString("Login");
  }

  private void helper(String name, String... lines) throws IOException {
    Path program = folder.resolve("docker-credential-" + name);
    Files.writeString(program, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private OciCredentials docker(String json) throws IOException {
    return OciCredentials.dockerConfig(config(json), folder + "/");
  }

  private Path config(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
  }

  private static Optional<String> basic(OciCredentials credentials, String registry)
      throws IOException {
    return credentials.of(registry).map(Login::basic);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
