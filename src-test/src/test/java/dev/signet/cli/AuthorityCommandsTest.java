package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Requests;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityCommandsTest {
  private static final KeyPair AUTHOR = Certificates.p384();

  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);

  @BeforeEach
  void createAuthority() throws Exception {
    ok(
        "ca:init",
        "--name=Test Root",
        "--intermediate=Test Plugins",
        "--no-passphrase",
        authority());
    dev.signet.sign.key.PemFiles.writePrivateKey(file("hello.key"), AUTHOR.getPrivate());
  }

  @Test
  void init_whenOthersCanReplaceTheFolder_makesNoKeyAndSaysWho() throws Exception {
    Path open = Files.createDirectory(temp.toRealPath().resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    inputError(
        List.of("every account can replace what lies in " + open, "chmod g-w,o-w " + open),
        "ca:init",
        "--authority=" + open.resolve("authority"),
        "--name=Other",
        "--no-passphrase");
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void init_whenDone_saysWhatToGiveAndWhatToKeep() {
    CommandLineKit.Outcome outcome =
        ok("ca:init", "--authority=" + file("other"), "--name=Other", "--no-passphrase");

    assertThat(outcome.out())
        .contains("made  Other", file("other/root.crt").toString(), "back up")
        .doesNotContain("offline");
    assertThat(
            ok(
                    "ca:init",
                    "--authority=" + file("third"),
                    "--name=Third",
                    "--intermediate=Fourth",
                    "--days=10",
                    "--no-passphrase")
                .out())
        .contains("made  Fourth  until 2026-12-02", "root.key", "only needed to revoke or renew");
  }

  @Test
  void init_whenThereIsOne_overwritesNothing() throws Exception {
    byte[] before = Files.readAllBytes(file("authority/root.key"));

    inputError(
        List.of("authority already", "never overwritten"),
        "ca:init",
        "--name=Test Root",
        "--no-passphrase",
        authority());
    // Before anybody is asked.
    inputError(List.of("authority already"), "ca:init", "--name=Test Root", authority());

    assertThat(signet.prompts()).isEmpty();
    assertThat(Files.readAllBytes(file("authority/root.key"))).isEqualTo(before);
  }

  @Test
  void init_whenPassphrasesAreTyped_asksForEachKeyTwice() {
    signet.typing("rootroot").typing("rootroot").typing("below").typing("below");
    String other = "--authority=" + file("other");
    ok("ca:init", other, "--name=Other", "--intermediate=Below");

    assertThat(signet.prompts()).hasSize(4);
    assertThat(signet.prompts().get(0)).contains("root");
    assertThat(signet.prompts().get(2)).contains("intermediate");
    signet.typing("below");
    ok("ca:crl", other);
    signet.typing("below");
    inputError(List.of("root.key: the passphrase is wrong"), "ca:crl", other, "--issuer=root");
    inputError(List.of("nobody can be asked"), "ca:crl", other);
  }

  @Test
  void init_whenPassphrasesAreGiven_usesOneSourceForBothOrTwo() {
    signet.variable("ONE", "first one").variable("TWO", "second one");
    String same = "--authority=" + file("same");
    ok("ca:init", same, "--name=R", "--intermediate=I", "--passphrase-env=ONE");
    ok("ca:crl", same, "--passphrase-env=ONE", "--issuer=root");
    String two = "--authority=" + file("two");
    ok(
        "ca:init",
        two,
        "--name=R",
        "--intermediate=I",
        "--passphrase-env=ONE",
        "--root-passphrase-env=TWO");
    ok(
        "ca:init",
        two,
        "--renew",
        "--intermediate=J",
        "--no-passphrase",
        "--root-passphrase-env=TWO");
    assertThat(ok("ca:crl", two, "--passphrase-env=ONE").out())
        .contains("listed  intermediate ", "listed  intermediate-2 ");
    assertThat(signet.prompts()).isEmpty();
  }

  @Test
  void init_whenOptionsContradict_isAnInputError() {
    String other = "--authority=" + file("other");
    inputError(List.of("--name"), "ca:init", other, "--no-passphrase");
    inputError(
        List.of("contradicts"),
        "ca:init",
        other,
        "--name=R",
        "--no-passphrase",
        "--passphrase-env=X");
    inputError(List.of("--renew"), "ca:init", other, "--renew", "--no-passphrase");
    inputError(List.of("--days"), "ca:init", other, "--name=R", "--no-passphrase", "--days=never");
    inputError(List.of("--days"), "ca:init", other, "--name=R", "--no-passphrase", "--days=36501");
    inputError(List.of("--name"), "ca:init", other, "--name=", "--no-passphrase");
    inputError(
        List.of("rsa2048"), "ca:init", other, "--name=R", "--no-passphrase", "--key-type=rsa2048");
    assertThat(file("other")).doesNotExist();
  }

  @Test
  void story_whenAnIntermediateIssues_goesFromRequestToRevocation() throws Exception {
    Path plugin =
        Trees.folder(
            file("hello"), Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1"));
    request("hello");
    CommandLineKit.Outcome issued = issue("hello");
    assertThat(issued.out())
        .contains(
            "issued  hello  until 2027-11-22", "--certificate=hello.crt --chain=hello-chain.crt");
    ok(
        "integrity:sign-app",
        "--path=" + plugin,
        "--privateKey=" + file("hello.key"),
        "--certificate=" + file("hello.crt"),
        "--chain=" + file("hello-chain.crt"));
    crl();
    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.OK);

    assertThat(ok("ca:revoke", "hello", authority(), "--reason=keyCompromise").out())
        .contains("revoked  hello  keyCompromise", "signet ca:crl", "--issuer=intermediate");
    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.OK);
    crl();
    assertThat(check(plugin).out()).contains("REVOKED");
    assertThat(check(plugin).exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(ok("ca:revoke", "hello", authority()).out())
        .contains("revoked before  hello  keyCompromise");
  }

  /** Either list withdraws what lies under it. */
  @Test
  void story_whenTheIntermediateIsRevoked_theRootsListSaysSo() throws Exception {
    Path plugin =
        Trees.folder(
            file("hello"), Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1"));
    request("hello");
    issue("hello");
    ok(
        "integrity:sign-app",
        "--path=" + plugin,
        "--privateKey=" + file("hello.key"),
        "--certificate=" + file("hello.crt"),
        "--chain=" + file("hello-chain.crt"));
    crl();
    Path key = file("usb.key");
    Files.move(file("authority/root.key"), key);
    assertThat(
            ok(
                    "ca:revoke",
                    authority(),
                    "--certificate=" + file("authority/intermediate.crt"),
                    "--reason=cACompromise")
                .out())
        .contains("revoked  Test Plugins", "--issuer=root");
    inputError(List.of("--root-key"), "ca:crl", authority(), "--issuer=root");
    ok("ca:crl", authority(), "--issuer=root", "--root-key=" + key, "--out=" + file("root.crl"));

    CommandLineKit.Outcome outcome = check(plugin, "--crl=" + file("root.crl"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(outcome.out()).contains("REVOKED", "Test Plugins");
    inputError(List.of("--renew"), "ca:crl", authority());
    Files.delete(file("hello.crt"));
    Files.delete(file("hello-chain.crt"));
    assertThat(issueRefused("hello")).contains("ca:init --renew");

    ok(
        "ca:init",
        authority(),
        "--renew",
        "--intermediate=Test Plugins 2",
        "--no-passphrase",
        "--root-key=" + key);
    issue("hello");
    ok(
        "integrity:sign-app",
        "--path=" + plugin,
        "--privateKey=" + file("hello.key"),
        "--certificate=" + file("hello.crt"),
        "--chain=" + file("hello-chain.crt"));
    crl();
    assertThat(check(plugin, "--crl=" + file("root.crl")).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void issue_whenIdIsAnother_isRefusedForScriptsToo() throws Exception {
    request("hello");

    CommandLineKit.Outcome outcome =
        signet.run(
            "ca:issue", "hell", authority(), "--request=" + file("hello.csr"), "--output=json");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("refused: The request is for 'hello', not for 'hell'.");
    assertThat(json(outcome).at("/refused/0/code").asText()).isEqualTo("OTHER_ID");
    assertThat(file("hello.crt")).doesNotExist();
    assertThat(list().findValuesAsText("id")).containsExactly("Test Root", "Test Plugins");
    inputError(List.of("Name the id"), "ca:issue", authority(), "--request=" + file("hello.csr"));
  }

  @Test
  void issue_whenRequestIsForTheCore_wantsToBeToldSo() throws Exception {
    request("core");

    assertThat(issueRefused("hello", "core.csr")).contains("--allow-core");
    ok("ca:issue", authority(), "--allow-core", "--request=" + file("core.csr"));
    Files.delete(file("core.crt"));
    Files.delete(file("core-chain.crt"));
    ok("ca:issue", "core", authority(), "--request=" + file("core.csr"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello\u001b[2J", "hello\nverified  hello", "hello\u202e", "<script>\u0007"})
  void issue_whenNameIsHostile_refusesAndPrintsItSafely(String name) {
    Trees.write(file("evil.csr"), Requests.of(AUTHOR, new DERUTF8String(name)).der());

    CommandLineKit.Outcome outcome =
        signet.run("ca:issue", name, authority(), "--request=" + file("evil.csr"));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("not visible").doesNotContain("\u001b", "\u202e", "\u0007");
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void issue_whenNameLooksLikeSyntax_isInertInEveryOutput() throws Exception {
    String name = "$(id) \\u001b {0} %s <b>'\"";
    Trees.write(file("odd.csr"), Requests.of(AUTHOR, new DERUTF8String(name)).der());

    assertThat(ok("ca:issue", name, authority(), "--request=" + file("odd.csr")).out())
        .contains("issued  $(id) \\\\u001b {0} %s <b>'\"  until");
    assertThat(ok("ca:list", authority()).out()).contains("$(id) \\\\u001b {0} %s <b>'\"");
    assertThat(list().at("/certificates/2/id").asText()).isEqualTo(name);
  }

  @Test
  void issue_whenSomethingIsInTheWay_issuesNothing() throws Exception {
    request("hello");
    Trees.write(file("hello.crt"), "precious".getBytes(StandardCharsets.UTF_8));
    String[] call = {"ca:issue", "hello", authority(), "--request=" + file("hello.csr")};

    inputError(List.of("hello.crt", "never overwritten"), (Object[]) call);
    Files.move(file("hello.crt"), file("hello-chain.crt"));
    inputError(List.of("hello-chain.crt", "never overwritten"), (Object[]) call);
    assertThat(file("hello-chain.crt")).hasContent("precious");
    assertThat(list().get("certificates")).hasSize(2);
    inputError(
        List.of("none.csr"), "ca:issue", "hello", authority(), "--request=" + file("none.csr"));
    inputError(
        List.of("PKCS #10"), "ca:issue", "hello", authority(), "--request=" + file("hello.key"));
  }

  @Test
  void issue_whenDaysExceedTheIssuers_isRefused() throws Exception {
    request("hello");

    assertThat(issueRefused("hello", "hello.csr", "--days=1826")).contains("at most 1825 days");
    JsonNode issued =
        json(ok(
                "ca:issue",
                "hello",
                authority(),
                "--request=" + file("hello.csr"),
                "--days=90",
                "--out=" + file("leaf.pem"),
                "--chain-out=" + file("above.pem"),
                "--output=json"))
            .get("issued");
    assertThat(issued.get("until").asText())
        .isEqualTo(Certificates.NOW.plus(Duration.ofDays(90)).toString());
    assertThat(issued.get("certificate").asText()).isEqualTo(file("leaf.pem").toString());
    assertThat(issued.get("chain").asText()).isEqualTo(file("above.pem").toString());
  }

  @Test
  void revoke_whenNamedInOtherWays_findsIt() throws Exception {
    request("hello");
    issue("hello");
    String serial = list().at("/certificates/2/serial").asText();
    String withColons = serial.toLowerCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");

    JsonNode revoked =
        json(
            ok(
                "ca:revoke",
                authority(),
                "--serial=" + withColons,
                "--reason=superseded",
                "--output=json"));
    assertThat(revoked.at("/revoked/0/serial").asText()).isEqualTo(serial);
    assertThat(revoked.at("/revoked/0/already").asBoolean()).isFalse();
    assertThat(revoked.at("/revoked/0/revoked/reason").asText()).isEqualTo("superseded");
    assertThat(
            json(ok(
                    "ca:revoke",
                    authority(),
                    "--certificate=" + file("hello.crt"),
                    "--output=json"))
                .at("/revoked/0/already")
                .asBoolean())
        .isTrue();
  }

  @Test
  void revoke_whenItIsNotClearWhat_revokesNothing() throws Exception {
    request("hello");
    issue("hello");
    Files.delete(file("hello.crt"));
    Files.delete(file("hello-chain.crt"));
    issue("hello");

    CommandLineKit.Outcome ambiguous = signet.run("ca:revoke", "hello", authority());
    assertThat(ambiguous.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(ambiguous.err()).contains("2 certificates", "--all", "--serial");
    assertThat(signet.run("ca:revoke", "nobody", authority()).exitCode())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(signet.run("ca:revoke", authority(), "--serial=1234").exitCode())
        .isEqualTo(ExitCode.REFUSED);
    inputError(List.of("one way"), "ca:revoke", authority());
    inputError(List.of("one way"), "ca:revoke", "hello", authority(), "--serial=12");
    inputError(List.of("--serial"), "ca:revoke", authority(), "--serial=hello");
    inputError(List.of("--all"), "ca:revoke", authority(), "--serial=12", "--all");
    inputError(
        List.of("--reason", "keyCompromise"), "ca:revoke", "hello", authority(), "--reason=boring");
    assertThat(list().findValuesAsText("status")).containsOnly("valid");
    assertThat(ok("ca:revoke", "hello", authority(), "--all").out()).contains("revoked  hello");
    assertThat(list().findValuesAsText("status"))
        .containsExactly("valid", "valid", "revoked", "revoked");
  }

  @Test
  void crl_whenWrittenAgain_replacesListsAndNothingElse() throws Exception {
    Path out = file("a.crl");
    ok("ca:crl", authority(), "--out=" + out, "--days=7");
    JsonNode lists = json(ok("ca:crl", authority(), "--out=" + out, "--output=json"));
    assertThat(lists.at("/lists/0/number").asInt()).isEqualTo(2);
    assertThat(lists.at("/lists/0/issuer").asText()).isEqualTo("intermediate");
    assertThat(lists.at("/lists/0/nextUpdate").asText())
        .isEqualTo(Certificates.NOW.plus(Duration.ofDays(30)).toString());
    assertThat(out).hasSameTextualContentAs(file("authority/intermediate.crl"));
    ok("ca:crl", authority(), "--out=" + out, "--form=der");
    assertThat(Files.readAllBytes(out)[0]).isEqualTo((byte) 0x30);

    inputError(
        List.of("hello.key", "no revocation list"),
        "ca:crl",
        authority(),
        "--out=" + file("hello.key"));
    assertThat(file("hello.key")).content().contains("PRIVATE KEY");
    inputError(
        List.of("authority.crt", "cannot be written"),
        "ca:crl",
        authority(),
        "--out=" + file("none/authority.crt"));
    inputError(List.of("--issuer", "root, intermediate"), "ca:crl", authority(), "--issuer=x");
    ok("ca:init", authority(), "--renew", "--intermediate=Next", "--no-passphrase");
    inputError(
        List.of("--form=der", "--issuer"), "ca:crl", authority(), "--out=" + out, "--form=der");
    assertThat(ok("ca:crl", authority(), "--out=" + out).out())
        .contains("listed  intermediate  number", "listed  intermediate-2  number");
    assertThat(Files.readString(out).split("BEGIN X509 CRL", -1)).hasSize(3);
  }

  @Test
  void list_whenThereAreAllKinds_tellsThemApart() throws Exception {
    request("hello");
    issue("hello");
    ok("ca:revoke", "hello", authority(), "--reason=superseded");
    request("other");
    ok("ca:issue", "other", authority(), "--request=" + file("other.csr"), "--days=1");
    signet.at(Certificates.NOW.plus(Duration.ofDays(2)));

    assertThat(ok("ca:list", authority()).out().lines())
        .hasSize(5)
        .anyMatch(line -> line.matches("STATUS +ID +UNTIL +SERIAL +ISSUER +REVOKED"))
        .anyMatch(line -> line.matches("valid +Test Root \\(authority\\) +2036-.* root +-"))
        .anyMatch(line -> line.matches("revoked +hello +.* intermediate +2026-.* superseded"))
        .anyMatch(line -> line.matches("expired +other +2026-11-23.* intermediate +-"));
    assertThat(ok("ca:list", "other", authority()).out().lines()).hasSize(2);
    assertThat(signet.coloured().run("ca:list", authority()).out()).contains("\u001b[31mrevoked");
    inputError(List.of("no authority"), "ca:list", "--authority=" + temp);
  }

  @Test
  void commands_whenTheAuthorityIsDamaged_sayWhereAndWhatToDo() throws Exception {
    Files.writeString(file("authority/index.json"), "{\"version\":1");

    for (List<String> call :
        List.of(
            List.of("ca:list"),
            List.of("ca:crl"),
            List.of("ca:revoke", "hello"),
            List.of("ca:init", "--renew", "--intermediate=X", "--no-passphrase"))) {
      List<Object> words = new ArrayList<>(call);
      words.add(authority());
      inputError(List.of("index.json is damaged", "backup"), words.toArray());
    }
  }

  @Test
  void issue_whenAPrivateKeyCameWithTheRequest_saysSo() throws IOException {
    request("hello");
    assertThat(issue("hello").out()).contains("warning", "hello.key", "revoke this certificate");

    String both = Files.readString(file("hello.key")) + Files.readString(file("hello.csr"));
    for (String sent :
        List.of(
            both,
            both.replace("\n", ""),
            both.replace("\n", " "),
            both.replace("\n", "\\n"),
            both.replace("\n", "\r\n    "))) {
      Trees.write(file("sent/both.csr"), sent.getBytes(StandardCharsets.UTF_8));
      assertThat(ok("ca:issue", "hello", authority(), "--request=" + file("sent/both.csr")).out())
          .contains("warning", "both.csr holds a private key");
      Files.delete(file("sent/both.crt"));
      Files.delete(file("sent/both-chain.crt"));
    }

    Trees.write(file("alone/hello.csr"), Files.readAllBytes(file("hello.csr")));
    assertThat(ok("ca:issue", "hello", authority(), "--request=" + file("alone/hello.csr")).out())
        .doesNotContain("private key");
  }

  private String authority() {
    return "--authority=" + file("authority");
  }

  private Path file(String name) {
    return temp.resolve(name);
  }

  private void request(String id) {
    ok("key:request", id, "--privateKey=" + file("hello.key"), "--out=" + file(id + ".csr"));
  }

  private CommandLineKit.Outcome issue(String id) {
    return ok("ca:issue", id, authority(), "--request=" + file(id + ".csr"));
  }

  private String issueRefused(String id, String... more) {
    List<Object> words = new ArrayList<>(List.of("ca:issue", id, authority()));
    words.add("--request=" + file(more.length == 0 ? id + ".csr" : more[0]));
    words.addAll(List.of(more).subList(Math.min(1, more.length), more.length));
    CommandLineKit.Outcome outcome = signet.run(words.toArray());
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
    return outcome.err();
  }

  private void crl() {
    ok("ca:crl", authority(), "--out=" + file("authority.crl"));
  }

  private CommandLineKit.Outcome check(Path plugin, String... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "integrity:check-app",
                "--path=" + plugin,
                "--trust=" + file("authority/root.crt"),
                "--crl=" + file("authority.crl")));
    words.addAll(List.of(more));
    return signet.run(words.toArray());
  }

  private JsonNode list() {
    return json(ok("ca:list", authority(), "--output=json"));
  }

  private static JsonNode json(CommandLineKit.Outcome outcome) {
    try {
      return new ObjectMapper().readTree(outcome.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandLineKit.Outcome ok(Object... words) {
    CommandLineKit.Outcome outcome = signet.run(words);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    return outcome;
  }

  private void inputError(List<String> parts, Object... words) {
    CommandLineKit.Outcome outcome = signet.run(words);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(parts).doesNotContain("Exception:");
  }
}
