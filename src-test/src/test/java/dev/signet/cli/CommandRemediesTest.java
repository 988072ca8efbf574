package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.Requests;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a signing or authority command objects to, it says what its reader can do. */
class CommandRemediesTest {
  /** What a remedy begins with, or what follows in it after a condition. */
  private static final Set<String> VERBS =
      Set.of(
          "add",
          "allow",
          "ask",
          "check",
          "choose",
          "correct",
          "delete",
          "download",
          "encrypt",
          "fetch",
          "give",
          "have",
          "issue",
          "keep",
          "leave",
          "list",
          "make",
          "move",
          "name",
          "point",
          "put",
          "remove",
          "run",
          "say",
          "set",
          "sign",
          "take",
          "try",
          "type",
          "unpack",
          "use",
          "wait",
          "zip");

  private static final Pattern CLAUSES = Pattern.compile("[.;:,] |\\n");

  @TempDir static Path temp;

  @BeforeAll
  static void makeFiles() throws Exception {
    CommandLineKit signet = new CommandLineKit().at(Certificates.NOW);
    for (String name : List.of("authority", "damaged", "keyless", "otherkey", "listless")) {
      assertThat(
              signet
                  .run(
                      "ca:init",
                      "--name=Root " + name,
                      "--intermediate=Below",
                      "--no-passphrase",
                      "--authority=" + temp.resolve(name))
                  .exitCode())
          .isEqualTo(ExitCode.OK);
    }
    Files.writeString(temp.resolve("damaged/index.json"), "{");
    Files.delete(temp.resolve("keyless/intermediate.key"));
    PemFiles.writePrivateKey(replaced("otherkey/root.key"), Certificates.p384().getPrivate());
    Files.delete(temp.resolve("listless/index.json"));
    bundles();
    requests(signet);
    files();
  }

  private static Path replaced(String name) throws IOException {
    Files.delete(temp.resolve(name));
    return temp.resolve(name);
  }

  private static void requests(CommandLineKit signet) throws IOException {
    KeyPair keys = Certificates.p384();
    request("two-names", Requests.of(keys, new DERUTF8String("a"), new DERUTF8String("b")));
    request("blank", Requests.of(keys, new DERUTF8String(" a")));
    request("weak", Requests.of(Certificates.rsa(1024), new DERUTF8String("a")));
    request("forged", Requests.of(keys, new DERUTF8String("hello")).signedBy(Certificates.p384()));
    Files.write(temp.resolve("deep.csr"), Nesting.INDEFINITE.bytes(20_000));
    Files.write(temp.resolve("broken.csr"), new byte[] {0x30, 3, 1, 2, 3});
    for (String id : List.of("hello", "core")) {
      assertThat(
              signet
                  .run(
                      "key:request",
                      id,
                      "--privateKey=" + temp.resolve("hello.key"),
                      "--out=" + temp.resolve(id + ".csr"))
                  .exitCode())
          .isEqualTo(ExitCode.OK);
    }
  }

  private static void request(String name, Requests request) throws IOException {
    Files.write(temp.resolve(name + ".csr"), request.der());
  }

  private static void bundles() {
    Author author = new Author(temp);
    author.credentials("other", Certificates.leaf("other", Author.ROOT).make());
    author.credentials("core", Certificates.leaf("core", Author.ROOT).make());
    author.credentials(
        "old",
        Certificates.leaf("hello", Author.ROOT)
            .valid(Certificates.FROM, Certificates.FROM.plus(Duration.ofDays(9)))
            .make());
    author.credentials(
        "young",
        Certificates.leaf("hello", Author.ROOT)
            .valid(Certificates.NOW.plus(Duration.ofDays(9)), Certificates.UNTIL)
            .make());
    author.credentials(
        "weak", Certificates.leaf("hello", Author.ROOT).keys(Certificates.rsa(1024)).make());
    author.credentials(
        "curve",
        Certificates.leaf("hello", Author.ROOT).keys(Certificates.curve("secp256r1")).make());
    author.credentials("ca", Certificates.intermediate("hello", Author.ROOT).make());
    author.plugin("p");
    author.plugin("p.zip");
    author.plugin("bare", Trees.files("a.txt", "a"));
    author.plugin("above", Trees.files("p/plugin.properties", "plugin.id=hello"));
    author.plugin("above.zip", Trees.files("p/plugin.properties", "plugin.id=hello"));
    author.plugin("git", Author.filesAnd(".git/config", "x".getBytes(UTF_8)));
    author.plugin("clutter", Author.filesAnd("lib/.DS_Store", "x".getBytes(UTF_8)));
    author.plugin("secret", Author.filesAnd("a.pem", pem(Author.RSA.getPrivate().getEncoded())));
    author.plugin(
        "classless",
        Map.of(
            "plugin.properties",
            "plugin.id=hello\nplugin.version=1.0\nplugin.class=no.Where\n".getBytes(UTF_8)));
    author.plugin(
        "template",
        Map.of(
            "plugin.properties",
            "plugin.id=hello\nplugin.version=${project.version}\n".getBytes(UTF_8)));
  }

  private static void files() throws IOException {
    Files.writeString(temp.resolve("text"), "hello");
    Files.writeString(temp.resolve("text.zip"), "hello");
    Files.writeString(temp.resolve("text.tar.gz"), "hello");
    Files.writeString(temp.resolve("empty"), "");
    Files.write(temp.resolve("big"), new byte[3_000_000]);
    Files.writeString(temp.resolve("page.html"), "<html><body>404</body></html>");
    Files.createDirectory(temp.resolve("folder"));
    Files.writeString(temp.resolve("folder/x"), "x");
  }

  private static byte[] pem(byte[] der) {
    return Nesting.pem("PRIVATE KEY", der).getBytes(UTF_8);
  }

  /** Words after a command's name, with DIR for the folder; and who gives such a command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          author    | key:request x/y
          author    | key:request hello --privateKey=DIR/no.key --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/text --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/empty --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/big --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/page.html --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/hello.crt --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/hello.csr --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/weak.key --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/folder --out=DIR/x.csr
          author    | key:request hello --privateKey=DIR/hello.key --out=DIR/hello.csr
          author    | key:request hello --privateKey=DIR/hello.key --out=DIR/none/x.csr
          author    | key:request hello --key-out=DIR/hello.key --out=DIR/x.csr --no-passphrase
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.key --no-passphrase
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.csr
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.csr --passphrase-env=UNSET
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.csr --passphrase-env=SHORT
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.csr --passphrase-file=DIR/no
          author    | key:request hello --key-out=DIR/x.key --out=DIR/x.csr --passphrase-file=DIR/big
          author    | key:request hello --key-type=dsa --key-out=DIR/x.key --out=DIR/x.csr
          author    | key:request aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12345 --privateKey=DIR/hello.key --out=DIR/x.csr
          authority | ca:init --authority=DIR/new
          authority | ca:init --authority=DIR/authority --name=Root --no-passphrase
          authority | ca:init --authority=DIR/folder --name=Root --no-passphrase
          authority | ca:init --authority=DIR/text --name=Root --no-passphrase
          authority | ca:init --authority=DIR/text/new --name=Root --no-passphrase
          authority | ca:init --authority=/ --name=Root --no-passphrase
          authority | ca:init --authority=DIR/new --name=Root --intermediate=Root --no-passphrase
          authority | ca:init --authority=DIR/new --name=Root --days=0 --no-passphrase
          authority | ca:init --authority=DIR/new --name=Root --key-type=rsa-3072 --no-passphrase
          authority | ca:init --authority=DIR/authority --renew --no-passphrase
          authority | ca:init --authority=DIR/authority --renew --intermediate=Below --days=4 --no-passphrase
          authority | ca:init --authority=DIR/otherkey --renew --intermediate=New --no-passphrase
          authority | ca:list --authority=DIR/none
          authority | ca:list --authority=DIR/folder
          authority | ca:list --authority=DIR/text
          authority | ca:list --authority=DIR/damaged
          authority | ca:list --authority=DIR/listless
          authority | ca:issue hello --authority=DIR/keyless --request=DIR/hello.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority
          authority | ca:issue --authority=DIR/authority --request=DIR/hello.csr --out=DIR/issued.crt
          authority | ca:issue other --authority=DIR/authority --request=DIR/hello.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/core.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/no.csr
          authority | ca:issue hello --authority=DIR/authority --request=DIR/text
          authority | ca:issue hello --authority=DIR/authority --request=DIR/empty
          authority | ca:issue hello --authority=DIR/authority --request=DIR/big
          authority | ca:issue hello --authority=DIR/authority --request=DIR/hello.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/deep.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/broken.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/two-names.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/blank.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/weak.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/forged.csr --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/hello.csr --days=9999 --out=DIR/issued.crt
          authority | ca:issue hello --authority=DIR/authority --request=DIR/hello.csr --days=x
          authority | ca:issue hello --authority=DIR/authority --request=DIR/hello.csr --out=DIR/none/x
          authority | ca:issue hello --authority=DIR/authority --request=DIR/hello.csr --out=DIR/hello.crt
          authority | ca:revoke --authority=DIR/authority
          authority | ca:revoke nobody --authority=DIR/authority
          authority | ca:revoke --serial=12 --authority=DIR/authority
          authority | ca:revoke --serial=zz --authority=DIR/authority
          authority | ca:revoke --serial=12 --all --authority=DIR/authority
          authority | ca:revoke --certificate=DIR/hello.crt --authority=DIR/authority
          authority | ca:revoke --certificate=DIR/authority/root.crt --authority=DIR/authority
          authority | ca:revoke --certificate=DIR/no --authority=DIR/authority
          authority | ca:revoke --certificate=DIR/text --authority=DIR/authority
          authority | ca:revoke hello --reason=because --authority=DIR/authority
          authority | ca:crl --issuer=x --authority=DIR/authority
          authority | ca:crl --out=DIR/text --authority=DIR/authority
          authority | ca:crl --out=DIR/none/x.crl --authority=DIR/authority
          authority | ca:crl --authority=DIR/keyless --out=DIR/x.crl
          author    | integrity:sign-app --path=DIR/p
          author    | integrity:sign-app --path=DIR/none KEY
          author    | integrity:sign-app --path= KEY
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/hello.key
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/no.key --certificate=DIR/hello.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/hello.key --certificate=DIR/no.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/hello.key --certificate=DIR/text
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/hello.key --certificate=DIR/hello.csr
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/other.key --certificate=DIR/hello.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/other.key --certificate=DIR/other.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/core.key --certificate=DIR/core.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/old.key --certificate=DIR/old.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/young.key --certificate=DIR/young.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/weak.key --certificate=DIR/weak.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/ca.key --certificate=DIR/ca.crt
          author    | integrity:sign-app --path=DIR/p --privateKey=DIR/curve.key --certificate=DIR/curve.crt
          author    | integrity:sign-app --path=DIR/p --format=1 KEY
          author    | integrity:sign-app --path=DIR/p --format=3 KEY
          author    | integrity:sign-app --path=DIR/p --tsa=ftp://a KEY
          author    | integrity:sign-app --path=DIR/p --tsa=http://127.0.0.1:1/ KEY
          author    | integrity:sign-app --path=DIR/p --trust=DIR/authority/root.crt KEY
          author    | integrity:sign-app --path=DIR/p --out=DIR/x.zip KEY
          author    | integrity:sign-app --path=DIR/p.zip --out=DIR/x.jar KEY
          author    | integrity:sign-app --path=DIR/p.zip --out=DIR/none/x.zip KEY
          author    | integrity:sign-app --path=DIR/bare KEY
          author    | integrity:sign-app --path=DIR/above KEY
          author    | integrity:sign-app --path=DIR/above.zip KEY
          author    | integrity:sign-app --path=DIR/git KEY
          author    | integrity:sign-app --path=DIR/clutter KEY
          author    | integrity:sign-app --path=DIR/secret KEY
          author    | integrity:sign-app --path=DIR/classless KEY
          author    | integrity:sign-app --path=DIR/template KEY
          author    | integrity:sign-app --path=DIR/text KEY
          author    | integrity:sign-app --path=DIR/text.zip KEY
          author    | integrity:sign-app --path=DIR/text.tar.gz KEY
          author    | integrity:sign-core --path=DIR/p KEY
          """)
  void command_whenItObjects_saysWhatItsReaderCanDo(String reader, String line) {
    CommandLineKit signet = new CommandLineKit().at(Certificates.NOW).variable("SHORT", "abc");
    String words =
        line.replace("KEY", "--privateKey=DIR/hello.key --certificate=DIR/hello.crt")
            .replace("DIR", temp.toString());

    CommandLineKit.Outcome outcome = signet.run((Object[]) words.split(" "));

    assertThat(outcome.exitCode()).as(outcome.err()).isIn(ExitCode.USAGE, ExitCode.REFUSED);
    assertThat(outcome.err().replaceAll("[.]?\\nTry 'signet ", ". Try 'signet ").lines())
        .isNotEmpty()
        .allSatisfy(each -> assertTells(reader, each));
  }

  private static void assertTells(String reader, String line) {
    assertThat(line)
        .doesNotContain("..", ".)", ".;", ";;", " . ", "null", "Exception", "java.", "REDACTED")
        .matches(".*[.]");
    assertThat(line.contains(" should be ") ? new String[] {"give"} : CLAUSES.split(line))
        .as("no remedy: %s", line)
        .anySatisfy(clause -> assertThat(VERBS).contains(firstWord(clause)));
    if (reader.equals("author")) {
      assertThat(line).doesNotContainPattern("[Tt]he author\\b");
    }
  }

  private static String firstWord(String clause) {
    String text = clause.strip().toLowerCase(Locale.ROOT);
    return text.replaceFirst("^(or|and|then|if so) ", "").split("[^a-z]", 2)[0];
  }
}
