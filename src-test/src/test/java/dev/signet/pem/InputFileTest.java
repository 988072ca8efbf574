package dev.signet.pem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Requests;
import dev.signet.testkit.SmallStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Root");
  private static final KeyPair KEYS = Certificates.p384();
  private static final byte[] CERTIFICATE = der(() -> AUTHORITY.certificate().getEncoded());
  private static final byte[] LIST =
      der(() -> AUTHORITY.revocationList(Instant.now(), Duration.ofDays(1)).getEncoded());
  private static final byte[] REQUEST = Requests.of(KEYS, new DERUTF8String("hello")).der();
  private static final byte[] KEY = KEYS.getPrivate().getEncoded();

  private interface Maker {
    byte[] make() throws Exception;
  }

  private static byte[] der(Maker maker) {
    try {
      return maker.make();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What becomes of a text on its way. */
  @SuppressWarnings("ImmutableEnumChecker") // nothing is kept in between
  enum Form {
    AS_WRITTEN(pem -> pem),
    BYTE_ORDER_MARK(pem -> "\u00ef\u00bb\u00bf" + pem),
    ONE_LINE(pem -> pem.replace("\n", "")),
    ONE_LINE_OF_WORDS(pem -> pem.replace("\n", " ")),
    LITERAL_LINE_BREAKS(pem -> pem.replace("\n", "\\n")),
    LITERAL_CRLF(pem -> pem.replace("\n", "\\r\\n")),
    QUOTED(pem -> "KEY=\"" + pem.replace("\n", "\\n") + "\"\n"),
    INDENTED(pem -> "  " + pem.replace("\n", "\n  \t")),
    CRLF(pem -> pem.replace("\n", "\r\n")),
    OLD_MAC(pem -> pem.replace("\n", "\r")),
    TRAILING_SPACES(pem -> pem.replace("\n", "  \t\n")),
    EMPTY_LINES(pem -> "\n\n" + pem.replace("\n", "\n\n")),
    TEXT_AROUND(pem -> "Bag Attributes\n  - - of \u00e4 ours: -----\n" + pem + "the end\n-----"),
    WITHOUT_PADDING(pem -> pem.replace("=", ""));

    private final UnaryOperator<String> change;

    Form(UnaryOperator<String> change) {
      this.change = change;
    }

    byte[] of(String pem) {
      return change.apply(pem).getBytes(ISO_8859_1);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void parts_whenTheTextIsInAnyForm_areTheSame(Form form) throws Exception {
    Map<FileKind, String> blocks =
        Map.of(
            FileKind.CERTIFICATE, Nesting.pem("CERTIFICATE", CERTIFICATE),
            FileKind.REVOCATION_LIST, Nesting.pem("X509 CRL", LIST),
            FileKind.REQUEST, Nesting.pem("NEW CERTIFICATE REQUEST", REQUEST),
            FileKind.PRIVATE_KEY, Nesting.pem("PRIVATE KEY", KEY));
    for (Map.Entry<FileKind, String> block : blocks.entrySet()) {
      byte[] expected =
          InputFile.of(block.getValue().getBytes(UTF_8)).parts(block.getKey()).get(0).der();
      List<Part> parts = InputFile.of(form.of(block.getValue())).parts(FileKind.values());

      assertThat(parts).singleElement().extracting(Part::kind).isEqualTo(block.getKey());
      assertThat(parts.get(0).der()).isEqualTo(expected);
      assertThat(parts.get(0).encryption()).isEmpty();
    }
    String all = String.join("", blocks.values());
    assertThat(InputFile.of(form.of(all + all)).parts(FileKind.values())).hasSize(8);
  }

  static Stream<Arguments> binaryForms() {
    return Stream.of(
        Arguments.of(FileKind.CERTIFICATE, CERTIFICATE),
        Arguments.of(FileKind.REVOCATION_LIST, LIST),
        Arguments.of(FileKind.REQUEST, REQUEST),
        Arguments.of(FileKind.PRIVATE_KEY, KEY),
        Arguments.of(FileKind.PRIVATE_KEY, Certificates.sharedRsa(0).getPrivate().getEncoded()),
        Arguments.of(FileKind.OTHER_KEY, KEYS.getPublic().getEncoded()),
        Arguments.of(FileKind.PKCS7, der(InputFileTest::pkcs7)),
        Arguments.of(FileKind.PKCS12, store("PKCS12")));
  }

  @ParameterizedTest
  @MethodSource("binaryForms")
  void parts_whenDerOrBareBase64_areToldByStructure(FileKind kind, byte[] der) throws Exception {
    for (byte[] content :
        List.of(der, Base64.getEncoder().encode(der), Base64.getMimeEncoder().encode(der))) {
      assertThat(InputFile.of(content).parts(kind)).hasSize(1);
      assertThat(InputFile.of(content).parts(kind).get(0).der()).isEqualTo(der);
      assertThat(InputFile.of(content).parts(FileKind.values())).hasSize(1);
    }
  }

  static Stream<Arguments> others() {
    String pem = Nesting.pem("CERTIFICATE", CERTIFICATE);
    return Stream.of(
        Arguments.of("it is empty. Fetch it", new byte[0]),
        Arguments.of("it is empty. Fetch it", " \r\n".getBytes(UTF_8)),
        Arguments.of("it is empty. Fetch it", "\ufeff".getBytes(UTF_8)),
        Arguments.of("it is text in UTF-16. Save it as UTF-8", pem.getBytes(UTF_16)),
        Arguments.of("it is text in UTF-16. Save it as UTF-8", pem.getBytes(UTF_16LE)),
        Arguments.of("it is text in UTF-16. Save it as UTF-8", pem.getBytes(UTF_16BE)),
        Arguments.of("it is text in UTF-16. Save it as UTF-8", ("\ufeff" + pem).getBytes(UTF_16LE)),
        Arguments.of(
            "a web page (HTML). Download the file itself",
            "\r\n<!DOCTYPE html>\n<html>".getBytes(UTF_8)),
        Arguments.of(
            "a web page (HTML). Download the file itself",
            "\ufeff<HTML><body>log in".getBytes(UTF_8)),
        Arguments.of("it holds a private key. ", KEY),
        Arguments.of(
            "it holds a private key. ", Nesting.pem("RSA PRIVATE KEY", KEY).getBytes(UTF_8)),
        Arguments.of(
            "it holds a private key. ", Nesting.pem("ENCRYPTED PRIVATE KEY", KEY).getBytes(UTF_8)),
        Arguments.of("a certificate request (PKCS #10). Have the authority", REQUEST),
        Arguments.of("it holds a revocation list. Give the certificate", LIST),
        Arguments.of("it is a Java key store (JKS). Make a PKCS #12 container", store("JKS")),
        Arguments.of("it is a Java key store (JKS). Make a PKCS #12 container", store("JCEKS")),
        Arguments.of("it is a PKCS #12 container", store("PKCS12")),
        Arguments.of(
            "in the form of OpenSSH. Convert a copy of it, with ssh-keygen",
            Nesting.pem("OPENSSH PRIVATE KEY", new byte[99]).getBytes(UTF_8)),
        Arguments.of("for other purposes", "ssh-ed25519 AAAAC3Nz a@b\n".getBytes(UTF_8)),
        Arguments.of("for other purposes", "PuTTY-User-Key-File-3: ssh-rsa\nE".getBytes(UTF_8)),
        Arguments.of(
            "for other purposes", Nesting.pem("PGP PUBLIC KEY BLOCK", new byte[9]).getBytes(UTF_8)),
        Arguments.of("for other purposes", Nesting.pem("PUBLIC KEY", KEY).getBytes(UTF_8)),
        Arguments.of("it is an archive. Unpack it", new byte[] {'P', 'K', 3, 4, 0, 0}),
        Arguments.of(
            "it is an archive. Unpack it", new byte[] {0x1f, (byte) 0x8b, 8, 0x4d, 1, 2, 3}),
        Arguments.of("no matching end. Copy it again", pem.substring(0, 200).getBytes(UTF_8)),
        Arguments.of(
            "no matching end. Copy it again", pem.replace("END C", "END X509 C").getBytes(UTF_8)),
        Arguments.of("no matching end. Copy it again", "-----BEGIN ".getBytes(UTF_8)),
        Arguments.of(
            "cannot be read (it is cut off, or a length is wrong). Fetch it",
            Arrays.copyOf(CERTIFICATE, 300)),
        Arguments.of(
            "cannot be read (something follows its end). Fetch it again",
            Arrays.copyOf(CERTIFICATE, CERTIFICATE.length + 1)),
        Arguments.of(
            "PEM blocks of another kind", Nesting.pem("DH PARAMETERS", KEY).getBytes(UTF_8)),
        Arguments.of("it is text without a PEM block", "{\"hashes\":{}}".getBytes(UTF_8)),
        Arguments.of("it is binary data", new byte[100]),
        Arguments.of("it is binary data", new byte[] {(byte) 0xca, (byte) 0xfe, 0, 1, 2}));
  }

  @ParameterizedTest
  @MethodSource("others")
  void instead_whenItIsSomethingElse_saysWhatAndWhatToDo(String expected, byte[] content) {
    assertThat(InputFile.of(content).instead(FileKind.CERTIFICATE))
        .contains(expected)
        .endsWith(".");
    for (FileKind wanted :
        List.of(FileKind.PRIVATE_KEY, FileKind.REQUEST, FileKind.REVOCATION_LIST)) {
      assertThat(InputFile.of(content).instead(wanted))
          .contains(expected.substring(0, expected.indexOf(". ") + 1))
          .endsWith(".");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ",
        "-----BEGIN A-----",
        "-----BEGIN A-----\n- a",
        "-----BEGIN CERTIFICATE-----",
        "-----END CERTIFICATE-----",
        "-----BEGIN A----------END B-----",
        "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n",
        "-",
        "-----",
        "- a",
        "\\n",
        " ",
        "A",
        "<"
      })
  void of_whenTenMegabytesRepeat_isReadWithASmallStack(String repeated) throws Exception {
    byte[] content = repeated.repeat((10 << 20) / repeated.length()).getBytes(UTF_8);
    byte[] within =
        Nesting.block("PRIVATE KEY", repeated.repeat((1 << 20) / repeated.length()))
            .getBytes(UTF_8);
    String[] said = new String[2];
    SmallStack.run(
        () -> {
          said[0] = InputFile.of(content).instead(FileKind.REQUEST);
          said[1] = InputFile.of(within).instead(FileKind.REQUEST);
        });

    assertThat(said).doesNotContainNull().noneMatch(text -> text.contains("nested"));
  }

  @Test
  void der_whenBase64HasNoReadingOrTwo_isRefused() {
    String base64 = Base64.getEncoder().encodeToString(KEY);
    for (String body :
        List.of(base64 + "A", base64.replace('A', '!'), base64.substring(1), base64 + "=")) {
      Part part =
          InputFile.of(Nesting.block("PRIVATE KEY", "\n" + body + "\n").getBytes(UTF_8))
              .parts(FileKind.PRIVATE_KEY)
              .get(0);
      assertThatThrownBy(part::der).isInstanceOf(IOException.class).hasMessageContaining("base64");
    }
  }

  private static byte[] pkcs7() throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addCertificate(new X509CertificateHolder(CERTIFICATE));
    return generator.generate(new CMSAbsentContent()).getEncoded();
  }

  private static byte[] store(String type) {
    return der(
        () -> {
          KeyStore store = KeyStore.getInstance(type);
          store.load(null, null);
          store.setCertificateEntry("a", AUTHORITY.certificate());
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          store.store(out, "secret".toCharArray());
          return out.toByteArray();
        });
  }
}
