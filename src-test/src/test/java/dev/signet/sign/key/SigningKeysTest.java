package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.SigningIdentity;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Thorough;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a real openssl 3, in every container it writes. */
class SigningKeysTest {
  private static final String SECRET = "pass phräse";

  @TempDir private static Path temp;
  private static OpenSsl openSsl;

  @BeforeAll
  static void makeKeys() {
    openSsl = OpenSsl.in(temp).root();
    openSsl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec.key");
    openSsl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key");
    openSsl.issue("ec", "hello");
    openSsl.issue("rsa", "hello");
    openSsl.write("secret", SECRET + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkey -in ec.key",
        "pkey -in rsa.key",
        "rsa -in rsa.key -traditional",
        "ec -in ec.key",
        "ecparam -name secp384r1 -genkey",
        "pkey -in ec.key -outform DER",
        "pkey -in rsa.key -outform DER",
        "rsa -in rsa.key -traditional -outform DER",
        "ec -in ec.key -outform DER",
        "pkcs8 -topk8 -nocrypt -in rsa.key",
      })
  void load_whenKeyIsPlain_readsIt(String command) throws Exception {
    openSsl.run(command + " -out made");
    if (command.startsWith("ecparam")) {
      Files.copy(temp.resolve("made"), temp.resolve("made.key"));
      openSsl.issue("made", "hello");
    }
    String certificate = command.startsWith("ecparam") ? "made" : name(command);

    assertFits(load("made", Passphrase.none()), certificate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -in ec.key -passout file:secret",
        "pkcs8 -topk8 -in rsa.key -passout file:secret",
        "pkcs8 -topk8 -in rsa.key -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout file:secret",
        "pkcs8 -topk8 -in rsa.key -v2 des3 -passout file:secret",
        "pkcs8 -topk8 -in rsa.key -v1 PBE-SHA1-3DES -passout file:secret",
        "pkcs8 -topk8 -in rsa.key -scrypt -passout file:secret",
        "pkcs8 -topk8 -in ec.key -outform DER -passout file:secret",
        "rsa -in rsa.key -traditional -aes256 -passout file:secret",
        "rsa -in rsa.key -traditional -des3 -passout file:secret",
        "ec -in ec.key -aes128 -passout file:secret",
        "pkey -in ec.key -aes256 -passout file:secret",
      })
  void load_whenKeyIsEncrypted_needsItsPassphrase(String command) throws Exception {
    openSsl.run(command + " -out made");

    assertFits(load("made", typing(SECRET)), name(command));
    assertRefused("made", typing("wrong"), "passphrase is wrong");
    assertRefused("made", Passphrase.none(), "is encrypted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-legacy", "-certpbe AES-128-CBC -keypbe PBE-SHA1-3DES", "-nomac"})
  void load_whenKeyIsInPkcs12_readsItWithItsCertificates(String form) throws Exception {
    openSsl.write("ascii", "secret\n");
    openSsl.run(
        ("pkcs12 -export -in ec.crt -inkey ec.key -certfile root.crt -name mine -passout file:ascii"
                + " -out made.p12 "
                + form)
            .trim());
    AtomicInteger asked = new AtomicInteger();

    SigningKey key =
        load(
            "made.p12",
            purpose -> {
              asked.incrementAndGet();
              return "secret".toCharArray();
            });

    assertThat(asked).hasValue(1);
    assertThat(key.certificates()).hasSize(2);
    SigningIdentity identity = SigningIdentity.load(key, Optional.empty(), Optional.empty());
    assertThat(identity.commonName()).isEqualTo("hello");
    assertThat(
            SigningKeys.load(temp.resolve("made.p12"), Optional.of("mine"), typing("secret"))
                .certificates())
        .hasSize(2);
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(
            () ->
                SigningKeys.load(temp.resolve("made.p12"), Optional.of("other"), typing("secret")))
        .withMessageContaining("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkey -in ec.key",
        "ec -in ec.key",
        "rsa -in rsa.key -traditional",
        "rsa -in rsa.key -traditional -aes256 -passout file:secret",
        "rsa -in rsa.key -traditional -des3 -passout file:secret",
        "pkcs8 -topk8 -in ec.key -passout file:secret"
      })
  void load_whenTextIsOfAnotherForm_isTheSameKey(String command) throws Exception {
    openSsl.run(command + " -out made");
    String pem = Files.readString(temp.resolve("made"));
    for (String form :
        List.of(
            "\ufeff" + pem,
            pem.replace("\n", ""),
            pem.replace("\n", "\\n"),
            pem.replace("\n", "\\r\\n"),
            "  " + pem.replace("\n", "\n  "),
            pem.replace("\n", "  \n"),
            pem.replace("\n", "\r\n"),
            "Key of - - the author\n" + pem + "the end")) {
      Files.writeString(temp.resolve("made"), form);

      assertFits(load("made", typing(SECRET)), name(command));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-legacy", "-certpbe AES-128-CBC -keypbe PBE-SHA1-3DES", "-nomac"})
  void load_whenPassphraseOfPkcs12IsBeyondAscii_readsIt(String form) throws Exception {
    openSsl.run(
        ("pkcs12 -export -in ec.crt -inkey ec.key -certfile root.crt -name Schl\u00fcssel"
                + " -passout file:secret -out made.p12 "
                + form)
            .trim());

    SigningKey key = load("made.p12", typing(SECRET));

    assertThat(key.certificates()).hasSize(2);
    assertFits(key, "ec");
    assertThat(
            SigningKeys.load(
                    temp.resolve("made.p12"), Optional.of("schl\u00fcSSEL"), typing(SECRET))
                .certificates())
        .hasSize(2);
    assertRefused("made.p12", typing("pass phr\u00e4ser"), "characters beyond ASCII");
    assertRefused("made.p12", typing("wrong"), "the passphrase is wrong");
  }

  @Test
  void load_whenKeytoolMadePkcs12_readsIt() throws Exception {
    assertReadsFromKeytool("secret");
  }

  @Test
  @EnabledForJreRange(
      min = JRE.JAVA_25,
      disabledReason = "an older keytool makes none whose passphrase is beyond ASCII")
  void load_whenPassphraseOfKeytoolIsBeyondAscii_readsIt() throws Exception {
    assertReadsFromKeytool(SECRET);
  }

  private static void assertReadsFromKeytool(String secret) throws Exception {
    Files.deleteIfExists(temp.resolve("tool.p12"));
    Files.writeString(temp.resolve("tool.secret"), secret);
    new Programs(temp)
        .variable("LC_ALL", "C.UTF-8")
        .run(
            Programs.ofJdk("keytool"),
            "-J-Dfile.encoding=UTF-8",
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp384r1",
            "-dname",
            "CN=hello",
            "-alias",
            "Mine",
            "-keystore",
            "tool.p12",
            "-storetype",
            "PKCS12",
            "-storepass:file",
            "tool.secret")
        .expectSuccess();

    SigningKey key = load("tool.p12", typing(secret));

    assertThat(key.certificates()).hasSize(1);
    assertThat(SigningIdentity.load(key, Optional.empty(), Optional.empty()).commonName())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void load_whenOpeningWouldTakeForever_refuses(int rounds) throws Exception {
    AlgorithmIdentifier aes =
        new AlgorithmIdentifier(
            NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
    byte[] salt = new byte[16];
    List<AlgorithmIdentifier> ways =
        List.of(
            pbes2(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, rounds), aes),
            pbes2(MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, rounds, rounds, 1), aes),
            pbes2(MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, 2, 8, rounds), aes),
            // 128 times these is more than 64 bits hold.
            pbes2(
                MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, 1 << 30, 1 << 28, 1), aes),
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                new PKCS12PBEParams(salt, rounds)));
    for (AlgorithmIdentifier way : ways) {
      Files.write(
          temp.resolve("slow.key"), new EncryptedPrivateKeyInfo(way, new byte[64]).getEncoded());
      assertRefused("slow.key", typing(SECRET), "slow.key");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs12 -export -in ec.crt -inkey ec.key -passout file:secret",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -legacy -passout file:secret",
        "pkcs12 -export -in ec.crt -inkey ec.key -keypbe NONE -certpbe NONE -passout file:secret",
        "pkcs8 -topk8 -in ec.key -outform DER -passout file:secret",
        "rsa -in rsa.key -traditional -outform DER",
        "ec -in ec.key -outform DER"
      })
  void load_whenBytesAreChanged_givesAKeyOrNamesTheFile(String command) throws Exception {
    openSsl.run(command + " -out made");
    byte[] sound = Files.readAllBytes(temp.resolve("made"));
    Random random = new Random(20);
    int refused = 0;
    for (int round = 0; round < Thorough.times(400, 100); round++) {
      byte[] changed = sound.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        changed[random.nextInt(changed.length)] =
            (byte) (random.nextInt(4) == 0 ? 0x80 : random.nextInt(256));
      }
      Files.write(temp.resolve("changed"), changed);
      try {
        assertThat(load("changed", typing(SECRET)).privateKey()).isNotNull();
      } catch (SigningException e) {
        assertThat(e).hasMessageContaining("changed").hasMessageEndingWith(".");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static AlgorithmIdentifier pbes2(
      ASN1ObjectIdentifier function, ASN1Object parameters, AlgorithmIdentifier encryption) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(function, parameters), EncryptionScheme.getInstance(encryption)));
  }

  @ParameterizedTest
  @CsvSource({
    "ec.crt, it holds a certificate",
    "ec.csr, it holds a certificate request",
    "ec.pub, public key",
    "ssh.key, OpenSSH",
    "page, web page",
    "wide, UTF-16",
    "ec.p7b, PKCS #7"
  })
  void load_whenItIsSomethingElse_saysWhat(String file, String what) throws Exception {
    openSsl.run("req -new -key ec.key -subj /CN=hello -out ec.csr");
    openSsl.run("pkey -in ec.key -pubout -out ec.pub");
    openSsl.run("crl2pkcs7 -nocrl -certfile ec.crt -out ec.p7b");
    openSsl.write("page", "<!doctype html><html>");
    openSsl.write("ssh.key", Nesting.pem("OPENSSH PRIVATE KEY", new byte[1]));
    Files.writeString(
        temp.resolve("wide"), Files.readString(temp.resolve("ec.key")), StandardCharsets.UTF_16);

    assertRefused(file, typing(SECRET), what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-outform PEM", "-outform DER"})
  void identity_whenTheCertificatesAreInPkcs7_readsThem(String form) throws Exception {
    openSsl.run("crl2pkcs7 -nocrl -certfile ec.crt -out made.p7b " + form);

    assertThat(
            SigningIdentity.load(
                    load("ec.key", Passphrase.none()),
                    Optional.of(temp.resolve("made.p7b")),
                    Optional.of(temp.resolve("root.crt")))
                .chain())
        .hasSize(1);
  }

  @Test
  void identity_whenTheRootStandsBeforeTheLeaf_saysSo() throws Exception {
    Files.writeString(
        temp.resolve("order.crt"),
        Files.readString(temp.resolve("root.crt")) + Files.readString(temp.resolve("ec.crt")));

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(
            () ->
                SigningIdentity.load(
                    load("ec.key", Passphrase.none()),
                    Optional.of(temp.resolve("order.crt")),
                    Optional.empty()))
        .withMessageContainingAll(
            "order.crt", "comes first", "CN=hello", "Put the plugin's own certificate first");
  }

  @Test
  void load_whenPassphraseOfPkcs12IsWrong_saysSo() {
    openSsl.run(
        "pkcs12 -export -in ec.crt -inkey ec.key -name mine -passout pass:secret -out made.p12");

    assertRefused("made.p12", typing("wrong"), "made.p12: the passphrase is wrong");
  }

  @Test
  void load_whenPkcs12HoldsNoKey_saysSo() {
    openSsl.run("pkcs12 -export -nokeys -in ec.crt -passout pass:secret -out made.p12");

    assertRefused("made.p12", typing("secret"), "no private key");
  }

  @Test
  void load_whenPemHoldsKeyAndCertificate_takesBoth() throws Exception {
    Files.writeString(
        temp.resolve("both.pem"),
        Files.readString(temp.resolve("ec.crt")) + Files.readString(temp.resolve("ec.key")));

    SigningKey key = load("both.pem", Passphrase.none());

    assertThat(SigningIdentity.load(key, Optional.empty(), Optional.empty()).commonName())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PEM", "DER"})
  void load_whenCertificateIsInAnotherForm_readsIt(String form) throws Exception {
    String option = form.isEmpty() ? " -text" : " -outform " + form;
    openSsl.run("x509 -in ec.crt -out made.crt" + option);

    assertFits(load("ec.key", Passphrase.none()), "made");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm ED25519",
        "genpkey -algorithm X25519",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -pkeyopt ec_param_enc:explicit",
      })
  void load_whenKeyIsOfAnotherKind_saysWhatToUse(String command) {
    openSsl.run(command + " -out other.key");

    assertRefused("other.key", Passphrase.none(), "use an RSA or P-384 key");
  }

  @Test
  void load_whenFileIsNoKey_saysSo() throws IOException {
    openSsl.write("text", "hello");
    Files.write(temp.resolve("zeros"), new byte[100]);
    Files.write(temp.resolve("empty"), new byte[0]);
    Files.write(temp.resolve("large"), new byte[(1 << 20) + 1]);

    assertRefused("text", Passphrase.none(), "text");
    assertRefused("zeros", Passphrase.none(), "zeros");
    assertRefused("empty", Passphrase.none(), "empty");
    assertRefused("large", Passphrase.none(), "larger than any key");
    assertRefused("ec.crt", Passphrase.none(), "no private key");
    assertRefused("missing", Passphrase.none(), "cannot be read");
    assertRefused(".", Passphrase.none(), "cannot be read");
  }

  @Test
  void signingKey_whenPrinted_tellsNothingOfTheKey() throws Exception {
    SigningKey key = load("ec.key", Passphrase.none());

    assertThat(key.toString()).isEqualTo("SigningKey[EC]");
  }

  private static String name(String command) {
    return command.contains("rsa.key") ? "rsa" : "ec";
  }

  private static Passphrase typing(String text) {
    return purpose -> text.toCharArray();
  }

  private static SigningKey load(String name, Passphrase passphrase) throws SigningException {
    return SigningKeys.load(temp.resolve(name), Optional.empty(), passphrase);
  }

  /** Making the identity signs with the key and verifies with the certificate. */
  private static void assertFits(SigningKey key, String certificate) throws SigningException {
    SigningIdentity identity =
        SigningIdentity.load(
            key, Optional.of(temp.resolve(certificate + ".crt")), Optional.empty());
    assertThat(identity.commonName()).isEqualTo("hello");
  }

  private static void assertRefused(String name, Passphrase passphrase, String part) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> load(name, passphrase))
        .withMessageContaining(part)
        .withMessageContaining(name);
  }
}
