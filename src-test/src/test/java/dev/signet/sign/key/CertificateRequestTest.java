package dev.signet.sign.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Requests;
import dev.signet.testkit.Trees;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {
  private static final KeyPair CURVE = Certificates.p384();
  private static final KeyPair RSA = Certificates.sharedRsa(0);

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P384", "RSA_2048"})
  void create_whenKeyIsOneOfOurs_isReadBack(KeyType type) throws Exception {
    KeyPair pair = type == KeyType.P384 ? CURVE : RSA;

    CertificateRequest made = CertificateRequest.create("hello", new SigningKey(pair.getPrivate()));
    made.write(temp.resolve("hello.csr"));
    CertificateRequest read = CertificateRequest.load(temp.resolve("hello.csr"));

    assertThat(read.commonName()).isEqualTo("hello");
    assertThat(read.key()).isEqualTo(pair.getPublic());
    assertThat(read.text()).isEqualTo(made.text()).startsWith("-----BEGIN CERTIFICATE REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "a b", "#0c04636f7265", "\\#x", "a,CN=core", "Ω.plugin"})
  void create_whenIdLooksLikeSyntax_keepsItAsItIs(String id) throws Exception {
    CertificateRequest made = CertificateRequest.create(id, new SigningKey(CURVE.getPrivate()));

    assertThat(made.commonName()).isEqualTo(id);
  }

  static Stream<String> impossibleIds() {
    return Stream.of(
        "",
        " ",
        "hello ",
        "\thello",
        "x".repeat(65),
        "a\nb",
        "a\u0000b",
        "a\u202eb",
        "a\u200bb",
        "a\ud800b",
        "a\ue000b",
        "a\u2028b");
  }

  @ParameterizedTest
  @MethodSource("impossibleIds")
  void create_whenIdIsImpossible_refuses(String id) {
    assertRefused(
        () -> CertificateRequest.create(id, new SigningKey(CURVE.getPrivate())),
        SigningObjection.INVALID_ID);
  }

  @Test
  void create_whenIdHas64Characters_makesIt() throws Exception {
    // Characters outside the basic plane count once.
    String id = "\ud83d\ude00".repeat(64);

    assertThat(CertificateRequest.create(id, new SigningKey(CURVE.getPrivate())).commonName())
        .isEqualTo(id);
  }

  @Test
  void create_whenKeyIsWeak_refuses() {
    assertRefused(
        () ->
            CertificateRequest.create("hello", new SigningKey(Certificates.rsa(1024).getPrivate())),
        SigningObjection.WEAK_KEY);
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(
            () ->
                CertificateRequest.create(
                    "hello", new SigningKey(Certificates.curve("secp256r1").getPrivate())))
        .withMessageContaining("P-384");
  }

  /** A key file may carry a certificate, and not the right one. */
  @Test
  void create_whenTheKeysCertificateIsAnothers_refuses() {
    Certificates.Issued other = Certificates.root("other").make();
    SigningKey key =
        new SigningKey(
            CURVE.getPrivate(), java.util.List.of(other.certificate()), java.util.Optional.empty());

    assertRefused(() -> CertificateRequest.create("hello", key), SigningObjection.NO_POSSESSION);
  }

  @Test
  void load_whenDerOrPemWithTextAround_readsIt() throws Exception {
    byte[] der = Requests.of(CURVE, new DERUTF8String("hello")).der();
    String block =
        "-----BEGIN NEW CERTIFICATE REQUEST-----\r\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\r\n-----END NEW CERTIFICATE REQUEST-----\r\n";

    assertThat(load(der).commonName()).isEqualTo("hello");
    assertThat(load(("Certificate Request:\n  Data\n" + block + "bye").getBytes(UTF_8)).key())
        .isEqualTo(CURVE.getPublic());
    assertThat(load(Requests.of(CURVE, new DERPrintableString("hello")).der()).commonName())
        .isEqualTo("hello");
  }

  @Test
  void load_whenOtherPartsAreInTheSubject_looksAtTheCommonNameOnly() throws Exception {
    X500Name subject =
        new X500NameBuilder()
            .addRDN(BCStyle.O, "x, CN=core")
            .addRDN(BCStyle.CN, "hello")
            .addRDN(BCStyle.C, "DE")
            .build();

    assertThat(load(Requests.of(subject, CURVE).der()).commonName()).isEqualTo("hello");
  }

  @Test
  void load_whenSignatureIsAnothers_refuses() {
    byte[] foreign =
        Requests.of(CURVE, new DERUTF8String("hello")).signedBy(Certificates.p384()).der();
    byte[] ofAnotherKind = Requests.of(CURVE, new DERUTF8String("hello")).signedBy(RSA).der();
    byte[] changed = Requests.of(RSA, new DERUTF8String("hello")).der();
    int name = indexOf(changed, "hello".getBytes(UTF_8));
    changed[name] = 'j';

    for (byte[] der : Arrays.asList(foreign, ofAnotherKind, changed)) {
      assertRefused(() -> load(der), SigningObjection.NO_POSSESSION);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1withRSA", "MD5withRSA", "SHA1withRSAandMGF1"})
  void load_whenSignatureProvesNothingToday_refuses(String algorithm) {
    assertRefused(
        () -> load(Requests.of(RSA, new DERUTF8String("hello")).signedWith(algorithm).der()),
        SigningObjection.NO_POSSESSION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA256withRSAandMGF1"})
  void load_whenSignatureIsStrong_readsIt(String algorithm) throws Exception {
    assertThat(load(Requests.of(RSA, new DERUTF8String("hello")).signedWith(algorithm).der()).key())
        .isEqualTo(RSA.getPublic());
  }

  @Test
  void load_whenKeyIsWeak_refuses() {
    assertRefused(
        () -> load(Requests.of(Certificates.rsa(1024), new DERUTF8String("hello")).der()),
        SigningObjection.WEAK_KEY);
    assertRefused(
        () -> load(Requests.of(Certificates.curve("secp256r1"), new DERUTF8String("hello")).der()),
        SigningObjection.WEAK_KEY);
  }

  @Test
  void load_whenThereIsNoOneName_refuses() {
    X500Name none = new X500NameBuilder().addRDN(BCStyle.O, "hello").build();
    X500Name shared =
        new X500NameBuilder()
            .addMultiValuedRDN(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.O},
                new String[] {"hello", "x"})
            .build();

    assertRefused(() -> load(Requests.of(none, CURVE).der()), SigningObjection.INVALID_ID);
    assertRefused(() -> load(Requests.of(shared, CURVE).der()), SigningObjection.INVALID_ID);
    assertRefused(
        () -> load(Requests.of(CURVE, new DERUTF8String("hello"), new DERUTF8String("core")).der()),
        SigningObjection.INVALID_ID);
    assertRefused(
        () -> load(Requests.of(CURVE, new DERBMPString("hello")).der()),
        SigningObjection.INVALID_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "hello ", "a\nb", "a\u0000b", "a\u202eb", "a\ue000b"})
  void load_whenIdIsImpossible_refuses(String id) {
    assertRefused(
        () -> load(Requests.of(CURVE, new DERUTF8String(id)).der()), SigningObjection.INVALID_ID);
  }

  @Test
  void load_whenIdIsTooLong_refuses() {
    assertRefused(
        () -> load(Requests.of(CURVE, new DERUTF8String("x".repeat(65))).der()),
        SigningObjection.INVALID_ID);
  }

  /** What is asked for beside key and name is not even parsed. */
  @Test
  void load_whenAttributesAreDeeplyNested_doesNotLookIntoThem() throws Exception {
    byte[] attributes = new byte[] {};
    for (int i = 0; i < 12_000; i++) {
      attributes = Requests.tagged(0x30, attributes);
    }

    byte[] request = Requests.of(CURVE, new DERUTF8String("hello")).rawAttributes(attributes);

    assertThat(load(request).commonName()).isEqualTo("hello");
  }

  static Stream<byte[]> noRequests() {
    return Stream.of(
        new byte[0],
        "hello".getBytes(UTF_8),
        new byte[] {0x30, 0},
        new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
        new byte[70_000],
        "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----"
            .getBytes(UTF_8),
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA".getBytes(UTF_8),
        PemFiles.text(Certificates.root("r").make().certificate()).getBytes(UTF_8),
        nested((byte) 0x80, 32_000),
        nested((byte) 0x80, 500));
  }

  /** Sequences in sequences of indefinite length. */
  private static byte[] nested(byte length, int depth) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < depth; i++) {
      bytes.write(0x30);
      bytes.write(length);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("noRequests")
  void load_whenItIsNoRequest_saysSo(byte[] content) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> load(content))
        .withMessageContaining("request.csr")
        .withMessageContaining("PKCS #10")
        .isNotInstanceOf(SigningRefusedException.class);
  }

  @Test
  void load_whenBytesAreChanged_neverEndsInAnythingElse() {
    byte[] der = Requests.of(CURVE, new DERUTF8String("hello")).forAuthority().der();
    Random random = new Random(1);

    for (int i = 0; i < 500; i++) {
      byte[] changed = der.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      byte[] cut = random.nextBoolean() ? changed : Arrays.copyOf(changed, random.nextInt(300));
      try {
        CertificateRequest read = RequestReader.parse("request", cut);
        // The one byte that was replaced by itself, or by one with the same meaning.
        assertThat(read.commonName()).isEqualTo("hello");
        assertThat(read.key()).isEqualTo(CURVE.getPublic());
      } catch (SigningException e) {
        assertThat(e.reason()).isNotBlank();
      }
    }
  }

  private CertificateRequest load(byte[] content) throws SigningException {
    return CertificateRequest.load(Trees.write(temp.resolve("request.csr"), content));
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(call)
        .satisfies(
            e ->
                assertThat(e.objections())
                    .extracting(SigningObjection::code)
                    .containsExactly(code));
  }
}
